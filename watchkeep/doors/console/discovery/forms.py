"""What is asked of people in discovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Gateway


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
