"""When, over what and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.services.models import MaintenanceWindow, Service


def moment_field(label: Any) -> forms.DateTimeField:
    """Return a field for a moment on the reader's clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class MaintenanceForm(VerbForm):
    """A window."""

    services = forms.ModelMultipleChoiceField(
        label=_("Services"), queryset=Service.objects.active(), widget=forms.CheckboxSelectMultiple
    )
    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


def known(window: MaintenanceWindow) -> dict[str, Any]:
    """Return what a form begins with."""
    names = ("starts_at", "ends_at", "reason")
    return {**{name: getattr(window, name) for name in names}, "services": window.services.all()}
