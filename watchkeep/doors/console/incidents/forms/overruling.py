"""Forms of people's word on a priority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.forms.base import IncidentForm
from watchkeep.estate.services.models import Service


class PinForm(IncidentForm):
    """Keep the priority as it is."""

    heading = _("Pin the priority")
    says = _("It stays as it is, whatever changes, until somebody unpins it. What would follow is still shown.")
    button = _("Pin")
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class RefuseForm(IncidentForm):
    """Refuse a change or a suggestion."""

    heading = _("Refuse")
    says = _("A suggestion goes away, a change is taken back. The same reason does not come again unless it grows.")
    button = _("Refuse")
    reason = forms.CharField(label=_("Why"), max_length=200)


class AffectForm(IncidentForm):
    """One more service."""

    heading = _("Also affected")
    says = _("People, customers and money of this service, and of what depends on it, count from now on.")
    button = _("Add")
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"))
    reason = forms.CharField(label=_("How you know"), max_length=200, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        own = self.incident.ticket.service_id or 0
        self.fields["service"].queryset = Service.objects.active().exclude(pk=own)  # type: ignore[attr-defined]


class MajorForm(IncidentForm):
    """A major incident, or none after all."""

    heading = _("Declare a major incident")
    says = _("Outside the matrix: nothing sets or removes it but people who may.")
    button = _("Declare")
    reason = forms.CharField(label=_("Why"), max_length=200)
