"""Forms of the verbs that move an incident through its life."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.forms.base import IncidentForm, MomentField, text


class PlainForm(IncidentForm):
    """A verb that needs nothing but a yes."""

    button = _("Yes")


class HoldForm(IncidentForm):
    """Wait for something outside our hands."""

    heading = _("Put on hold")
    says = _("The clocks rest while it is on hold. Say what it waits for: whoever reads it next will want to know.")
    button = _("Put on hold")
    reason = forms.CharField(label=_("Waiting for"), max_length=200)


class RestoreForm(IncidentForm):
    """The service is back."""

    heading = _("Service restored")
    says = _("People can work again. The incident stays open until its cause is dealt with.")
    button = _("It is restored")
    at = MomentField(label=_("Since"), required=False, help_text=_("Leave it empty for now."))


class ResolveForm(IncidentForm):
    """The cause is dealt with."""

    heading = _("Resolve")
    says = _("The cause is dealt with. Whoever reported it has some days to disagree; after that it is closed.")
    button = _("Resolve")
    fix = forms.CharField(label=_("What was done"), widget=text(3), help_text=_("Whoever has this next time finds it."))
    cause = forms.CharField(label=_("Cause"), widget=text(2), required=False)
    with_children = forms.BooleanField(label=_("Resolve its open parts with it"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["fix"].widget.attrs["data-draft"] = f"{self.incident.number}:fix"
        self.fields["cause"].initial = self.incident.cause
        if not self.incident.children.open().exists():
            del self.fields["with_children"]


class CloseForm(IncidentForm):
    """End it early."""

    heading = _("Close")
    says = _("It ends for good, without waiting for the grace period.")
    button = _("Close")


class CancelForm(IncidentForm):
    """It was no incident."""

    heading = _("Cancel")
    says = _("It was no incident. It stays on record and leaves all figures.")
    button = _("Cancel the incident")
    kind = "danger"
    reason = forms.CharField(label=_("Why"), max_length=200)


class ReopenForm(IncidentForm):
    """It is back."""

    heading = _("Reopen")
    says = _("It is back. The clocks go on, and you take it.")
    button = _("Reopen")
    reason = forms.CharField(label=_("What happened"), max_length=200, required=False)
