"""Forms of messages, audiences and texts."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.incidents.forms.base import NumberField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.duty.communications import life
from watchkeep.duty.communications.models import Audience, Kind, Language, Phase, Template
from watchkeep.estate.people.models import Organisation, Team
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents.models import Incident

_SEVERITIES = [(0, _("Only when somebody writes to them")), *((n, f"SEV{n}") for n in range(1, 5))]
NEXT = [
    ("", _("As usual for this audience")), (15, _("in 15 minutes")), (30, _("in 30 minutes")), (60, _("in an hour")),
    (120, _("in two hours")), (1440, _("tomorrow")),
]  # fmt: skip


class WriteForm(VerbForm):
    """To whom, and at which moment."""

    audience = forms.ModelChoiceField(Audience.objects.filter(is_active=True), label=_("Audience"))
    phase = forms.ChoiceField(label=_("Moment"), choices=Phase.choices, initial=Phase.UPDATE)


class WordsForm(VerbForm):
    """The words themselves, and when there are more."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}))
    next_in = forms.TypedChoiceField(
        label=_("They hear more"), choices=NEXT, coerce=int, empty_value=None, required=False
    )

    @property
    def next_at(self) -> datetime | None:
        """The moment that is promised."""
        minutes = self.cleaned_data["next_in"]
        return clock.now() + timedelta(minutes=minutes) if minutes else None


class AudienceForm(VerbForm):
    """Who is told together."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Who belongs to it"), choices=Kind.choices)
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("Those that own what failed")
    )
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a list: one e-mail address on each line."),
    )
    is_outside = forms.BooleanField(
        label=_("The list is outside the house"), required=False, help_text=_("Its words need approval.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, initial=["en"]
    )
    time_zone = ZoneField(initial="UTC")
    from_severity = forms.TypedChoiceField(
        label=_("Told of incidents up to"), coerce=int, choices=_SEVERITIES, initial=2
    )
    first_minutes = forms.IntegerField(
        label=_("First word within (minutes)"), min_value=1, max_value=10_080, required=False
    )
    every_minutes = forms.IntegerField(label=_("Then every (minutes)"), min_value=1, max_value=10_080, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        return {**self.cleaned_data, "addresses": self.cleaned_data["addresses"].split()}

    @staticmethod
    def filled(audience: Audience) -> dict[str, Any]:
        """How the form shows an audience that there is."""
        names = [name for name in AudienceForm.base_fields if name not in {"addresses", "team"}]
        kept = {name: getattr(audience, name) for name in names}
        return kept | {"addresses": "\n".join(audience.addresses), "team": audience.team_id}


class TemplateForm(VerbForm):
    """The words for a moment."""

    phase = forms.ChoiceField(label=_("Moment"), choices=Phase.choices)
    is_outside = forms.BooleanField(label=_("For outside the house"), required=False)
    audience = forms.ModelChoiceField(
        Audience.objects.all(), label=_("Audience"), required=False, empty_label=_("Every one on this side")
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, empty_value=None, required=False,
        choices=[("", _("Every severity")), *_SEVERITIES[1:]],
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12}))
    incident = NumberField(label=_("Try it on"), required=False, help_text=_("An incident's number. Empty: samples."))

    @property
    def asked_for(self) -> dict[str, Any]:
        """What saving takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "incident"}

    def tried_on(self, actor: Actor) -> tuple[str, str]:
        """How the words read. Refused for an incident that this actor does not see."""
        number = self.cleaned_data["incident"].strip().upper()
        incident = Incident.objects.visible_to(actor).filter(ticket__number=number).first() if number else None
        if number and incident is None:
            raise Refused(gettext("There is no such incident."), field="incident")
        names = ("subject", "body", "is_outside", "language", "audience")
        given = {name: self.cleaned_data[name] for name in names}
        return life.try_template(incident=incident, **given)

    @staticmethod
    def filled(template: Template) -> dict[str, Any]:
        """How the form shows a template that there is."""
        kept = {
            name: getattr(template, name) for name in TemplateForm.base_fields if name not in {"audience", "incident"}
        }
        return kept | {"audience": template.audience_id}


class CustomersForm(VerbForm):
    """Which customers use a service."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.filter(kind=Organisation.Kind.CUSTOMER), label=_("Customers"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
