"""The form of a route."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.integrations.forms import LabelsField
from watchkeep.duty.oncall.models import Policy
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models import Integration, Route

SEVERITIES = [("", _("As the service and the alert say")), *((level, f"SEV{level}") for level in range(1, 5))]


class RouteForm(VerbForm):
    """Which alerts, and where they go."""

    name = forms.CharField(label=_("Name"), max_length=80)
    integration = forms.ModelChoiceField(
        Integration.objects.all(), label=_("Alerts of"), required=False, empty_label=_("Any integration")
    )
    matchers = forms.CharField(
        label=_("Whose labels fit"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
        help_text=_('One a line, as in Alertmanager: env="prod", severity=~"critical|error". Empty: all.'),
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Go to the service"), required=False, empty_label=_("The integration's")
    )
    severity = forms.TypedChoiceField(
        label=_("With the severity"), choices=SEVERITIES, coerce=int, empty_value=None, required=False
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(), label=_("And page by"), required=False, empty_label=_("The service's policy")
    )
    group_by = LabelsField(
        label=_("One incident for each"), help_text=_("Labels, separated by commas. Empty: as the integration says.")
    )
    spans_services = forms.BooleanField(
        label=_("One incident across services"),
        required=False,
        help_text=_("Alerts of several services that share those labels join one incident, which then affects each."),
    )
    opens_incident = forms.BooleanField(
        label=_("They open incidents"), required=False, initial=True, help_text=_("Otherwise they are on record alone.")
    )
    is_active = forms.BooleanField(label=_("The route is in force"), required=False, initial=True)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["service"].queryset = Service.objects.active()  # type: ignore[attr-defined]

    def planned(self, route: Route) -> Route:
        """The route as it would be, not saved."""
        for name, value in self.cleaned_data.items():
            setattr(route, name, value)
        return route


def initial(route: Route) -> dict[str, Any]:
    """What stands in the form at first."""
    same = ("name", "matchers", "severity", "spans_services", "opens_incident", "is_active")
    chosen = {"integration": route.integration_id, "service": route.service_id, "policy": route.policy_id}
    return {name: getattr(route, name) for name in same} | chosen | {"group_by": ", ".join(route.group_by)}
