"""Forms of problems."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import MergingForm, VerbForm
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket


def prose(label: Any, *, required: bool = True) -> forms.CharField:
    """A field for several lines."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 3}))


def reference() -> forms.CharField:
    """What the change is called."""
    words = _("What it is called where it is kept, such as CHG-1042.")
    return forms.CharField(label=_("Change"), max_length=300, required=False, help_text=words)


def link() -> forms.CharField:
    """Where the change stands."""
    words = _("Its address, with https://.")
    return forms.CharField(label=_("Link to the change"), max_length=500, required=False, help_text=words)


class OpenForm(VerbForm):
    """A problem that somebody noticed."""

    title = forms.CharField(label=_("What is wrong"), max_length=200)
    service = forms.ModelChoiceField(Service.objects.active(), label=_("Service"), required=False)
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int, choices=[(n, f"P{n}") for n in range(1, 6)])
    description = prose(_("Description"), required=False)


class KnowForm(VerbForm):
    """How to live with it."""

    workaround = prose(_("Workaround"))
    cause = prose(_("Cause, as far as known"), required=False)


class FixForm(VerbForm):
    """What is being done."""

    cause = prose(_("Cause"))
    reference = reference()
    change_link = link()


class ResolveForm(VerbForm):
    """What was done."""

    fix = prose(_("Fix"))


class VerifyForm(VerbForm):
    """How one saw that it is gone."""

    verification = prose(_("How you saw that it is gone"))


class NoteForm(VerbForm):
    """What the investigation found."""

    body = prose(_("Note"))


class AmendForm(MergingForm):
    """What is known of it."""

    cause = prose(_("Cause"), required=False)
    workaround = prose(_("Workaround"), required=False)
    fix = prose(_("Fix"), required=False)
    reference = reference()
    change_link = link()


class IncidentForm(VerbForm):
    """An incident that it caused."""

    incident = forms.CharField(label=_("Incident"), max_length=20)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor

    def clean_incident(self) -> Ticket:
        """The incident behind the number."""
        number = self.cleaned_data["incident"].strip().upper()
        found = Ticket.objects.visible_to(self.actor).incidents().filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return found
