"""Where a procedure applies: one form for each of the three ways."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.register import ClassField
from watchkeep.estate.services.models import Service


class ServiceTieForm(VerbForm):
    """Incidents of a service."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"), empty_label=_("Choose one…"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["service"].queryset = Service.objects.active()  # type: ignore[attr-defined]


class ClassTieForm(VerbForm):
    """Incidents of services that run on such assets."""

    item_class = ClassField(label=_("Class of assets"), help_text=_("And all classes below it."))


class AlertsTieForm(VerbForm):
    """Incidents with alerts like these."""

    matchers = forms.CharField(
        label=_("Alerts whose labels fit"), max_length=1000,
        help_text=_('One a line, as in Alertmanager: alertname=~"Disk.*", env="prod". All must hold.'),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
    )  # fmt: skip


WAYS: dict[str, type[VerbForm]] = {"service": ServiceTieForm, "class": ClassTieForm, "alerts": AlertsTieForm}
