"""What is asked of people in discovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField, ParametersForm
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Ending, Gateway, Job


class GatewayForm(VerbForm):
    """An address that agents report to."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as the office or customer it is for."))
    networks = forms.CharField(
        label=_("Networks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_("Agents may report from these alone, one a line, such as 10.0.0.0/8. Empty: from everywhere."),
    )
    hours = forms.IntegerField(label=_("Hours between two inventories"), min_value=1, max_value=720, initial=24)

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        return self.cleaned_data | {"networks": self.cleaned_data["networks"].split()}

    @staticmethod
    def known(row: Gateway) -> dict[str, Any]:
        """What the form begins with."""
        return {"name": row.name, "networks": "\n".join(row.networks), "hours": row.hours}


class KeyForm(VerbForm):
    """Another key."""

    at_once = forms.BooleanField(
        label=_("The former key opens nothing any more"),
        required=False,
        help_text=_("Otherwise it opens for another week, so that there is time to tell the agents."),
    )


class MergeForm(VerbForm):
    """Which item is the same thing."""

    other = forms.CharField(label=_("Number of the other item"), max_length=16, help_text=_("Such as CI-1042."))


class BillForm(VerbForm):
    """A document that says what a thing consists of."""

    file = forms.FileField(label=_("File"), help_text=_("CycloneDX in JSON or XML, SPDX 2 in JSON or tags."))
    item = forms.CharField(
        label=_("Number of the item"), max_length=16, required=False,
        help_text=_("Such as CI-1042. Empty: the application that the document names, a new one if need be."),
    )  # fmt: skip


class PatienceForm(VerbForm):
    """When things of a class are missing."""

    cls = forms.ModelChoiceField(ItemClass.objects.none(), label=_("Class"))
    days = forms.IntegerField(
        label=_("Days without a word"), min_value=1, max_value=3650, required=False,
        help_text=_("Empty: as the class above it says, or never."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["cls"].queryset = ItemClass.objects.order_by("path")  # type: ignore[attr-defined]


class PlaceholderForm(VerbForm):
    """A value that tells nothing apart."""

    kind = forms.ChoiceField(label=_("Mark"), choices=queries.MARKS)
    value = forms.CharField(
        label=_("Value"), max_length=320, help_text=_("As the page of an item shows it, such as dell/12345.")
    )


class NoticeForm(VerbForm):
    """How long before an end somebody hears of it."""

    kind = forms.ChoiceField(label=_("What ends"), choices=Ending.choices)
    days = forms.CharField(
        label=_("Days ahead"), max_length=120, required=False, help_text=_("Such as 30, 14, 7, 0. Empty: never.")
    )

    def clean_days(self) -> list[int]:
        """Whole numbers, no more than a dozen."""
        told = self.cleaned_data["days"].replace(",", " ").split()
        if len(told) > 12 or not all(one.isdecimal() and int(one) <= 730 for one in told):
            raise forms.ValidationError(_("Write up to twelve numbers of days, such as 30, 14, 7."))
        return [int(one) for one in told]


class NetworkForm(VerbForm):
    """A network that discovery may enter."""

    network = forms.CharField(label=_("Network"), max_length=64, help_text=_("Such as 10.20.0.0/16 or 2001:db8::/64."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For whoever asks later: whose it is."))


class JobForm(ParametersForm):
    """A job of one kind: where, what its kind asks for, and when. What is secret is asked for and never shown."""

    name = forms.CharField(label=_("Name"), max_length=80)
    targets = LinesField(
        label=_("Targets"), max_length=20_000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "class": "mono"}),
        help_text=_("Addresses, ranges and names, one a line. They lie within the networks that are open."),
    )  # fmt: skip
    every_hours = forms.IntegerField(
        label=_("Every so many hours"),
        min_value=0,
        max_value=720,
        initial=24,
        help_text=_("0: only when somebody says so."),
    )
    starts_at = forms.TimeField(
        label=_("Counted from"), initial="02:00", widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("On the wall clock of the zone below."),
    )  # fmt: skip
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, initial="UTC", help_text=_("Such as Europe/Amsterdam.")
    )
    rests_in = forms.ModelChoiceField(
        BusinessHours.objects.none(), label=_("Not during"), required=False, empty_label=_("It may look at any time"),
        help_text=_("In these hours nothing begins, and what is at it ends when they begin."),
    )  # fmt: skip
    rate = forms.IntegerField(
        label=_("Packets or questions a second, at most"), min_value=1, max_value=100_000, initial=100
    )
    minutes = forms.IntegerField(label=_("Minutes of one run, at most"), min_value=1, max_value=2880, initial=240)

    def __init__(self, *args: Any, kind: str, is_new: bool = True, **named: Any) -> None:
        super().__init__(*args, parameters=queries.fields_of(kind), **named)
        about = queries.job_kind(kind)
        self.fields["rests_in"].queryset = BusinessHours.objects.order_by("name")  # type: ignore[attr-defined]
        if about is None or not about.has_targets:
            del self.fields["targets"]
        for field in self.parameters:
            if field.is_secret and not is_new:
                self.fields[field.name].required = False
                self.fields[field.name].help_text = _(
                    "Kept and not shown. Empty: it stays, unless it would go elsewhere."
                )
        own = [name for name in ("name", "targets") if name in self.fields]
        self.order_fields([*own, *(field.name for field in self.parameters)])

    @staticmethod
    def known(job: Job) -> dict[str, Any]:
        """How the form shows a job that there is: without its secrets."""
        names = ("name", "targets", "every_hours", "starts_at", "time_zone", "rests_in", "rate", "minutes")
        return {**job.settings, **{name: getattr(job, name) for name in names}}

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in self.given}
        return own | {"given": self.given}
