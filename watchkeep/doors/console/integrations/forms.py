"""Forms of integrations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models import Integration, Kind


class LabelsField(forms.CharField):
    """Names of labels, separated by commas."""

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, max_length=1000, **named)

    def clean(self, value: Any) -> Any:
        """A list of names, each once."""
        return list(dict.fromkeys(filter(None, (name.strip() for name in str(super().clean(value)).split(",")))))


class IntegrationForm(VerbForm):
    """What is made of a sender."""

    name = forms.CharField(label=_("Name"), max_length=80)
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label=_("Service"),
        required=False,
        help_text=_("For alerts that no route leads elsewhere."),
    )
    group_by = LabelsField(
        label=_("One incident for each"),
        help_text=_("Labels, separated by commas, such as “env, cluster”. Empty: one incident for the whole service."),
    )
    reopen_within_minutes = forms.IntegerField(
        label=_("A recurrence reopens the incident within"),
        min_value=0,
        max_value=43_200,
        initial=60,
        help_text=_("Minutes. Later it becomes a new incident that points to the old one."),
    )

    def __init__(self, *args: Any, kind: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["service"].queryset = Service.objects.active()  # type: ignore[attr-defined]
        if kind == Kind.HEARTBEAT:
            self.fields["every_seconds"] = forms.IntegerField(
                label=_("A beat every"), min_value=5, max_value=31_536_000, initial=300, help_text=_("Seconds.")
            )
            self.fields["grace_seconds"] = forms.IntegerField(
                label=_("Grace after that"), min_value=0, max_value=31_536_000, initial=60, help_text=_("Seconds.")
            )
            del self.fields["group_by"]


class ChangeForm(IntegrationForm):
    """The same for one that is there already, which can be switched off."""

    is_active = forms.BooleanField(
        label=_("Events are accepted"),
        required=False,
        help_text=_("Switched off, its keys are refused within a second."),
    )


class RotateForm(VerbForm):
    """How long the old keys go on."""

    grace_days = forms.TypedChoiceField(
        label=_("The keys of now work for another"),
        coerce=int,
        initial=7,
        choices=[(0, _("moment: they end at once")), (1, _("day")), (7, _("week")), (30, _("month"))],
    )


def initial(integration: Integration) -> dict[str, Any]:
    """What stands in the form at first."""
    beat = getattr(integration, "heartbeat", None) if integration.kind == Kind.HEARTBEAT else None
    return {
        "name": integration.name,
        "service": integration.service_id,
        "group_by": ", ".join(integration.group_by),
        "reopen_within_minutes": integration.reopen_within_minutes,
        "is_active": integration.is_active,
        "every_seconds": beat.every_seconds if beat else None,
        "grace_seconds": beat.grace_seconds if beat else None,
    }
