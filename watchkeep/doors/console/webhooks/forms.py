"""Forms of webhooks and networks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.notify import queries
from watchkeep.duty.notify.models import WebhookEndpoint

AREAS = [
    ("*", _("Everything")),
    ("incident.*", _("Incidents: opened, acknowledged, restored and every other step")),
    ("ticket.*", _("Replies, assignments and edits")),
    ("sla.*", _("Promises: at risk, broken, kept")),
    ("oncall.*", _("Pages and escalations")),
    ("notify.*", _("Messages that could not be delivered")),
]


class EndpointForm(VerbForm):
    """A program that hears facts: whole areas of them, or single kinds."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=1000, help_text=_("https://…"))
    areas = forms.MultipleChoiceField(
        label=_("What it hears"), choices=AREAS, widget=forms.CheckboxSelectMultiple, required=False
    )
    kinds = forms.MultipleChoiceField(
        label=_("Single kinds of facts"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kinds"].choices = [(kind, kind) for kind in queries.published()]  # type: ignore[attr-defined]

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        given = dict(self.cleaned_data)
        return given | {"kinds": [*given.pop("areas"), *given["kinds"]]}

    @staticmethod
    def filled(endpoint: WebhookEndpoint) -> dict[str, Any]:
        """How the form shows an endpoint that there is."""
        areas = [kind for kind in endpoint.kinds if kind.endswith("*")]
        kinds = [kind for kind in endpoint.kinds if kind not in areas]
        return {"name": endpoint.name, "url": endpoint.url, "areas": areas, "kinds": kinds}


class NetworkForm(VerbForm):
    """A private network that outgoing requests may reach."""

    network = forms.CharField(label=_("Network or host"), max_length=64, help_text=_("Such as 10.1.0.0/16."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For whoever asks in a year."))
