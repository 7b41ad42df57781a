"""Forms of webhooks and networks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.notify import queries


class EndpointForm(VerbForm):
    """A program that hears facts."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=1000, help_text=_("https://…"))
    kinds = forms.MultipleChoiceField(label=_("What it hears"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        kinds = queries.published()
        areas = sorted({f"{kind.partition('.')[0]}.*" for kind in kinds})
        self.fields["kinds"].choices = [(kind, kind) for kind in ("*", *areas, *kinds)]  # type: ignore[attr-defined]


class NetworkForm(VerbForm):
    """A private network that outgoing requests may reach."""

    network = forms.CharField(label=_("Network or host"), max_length=64, help_text=_("Such as 10.1.0.0/16."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For whoever asks in a year."))
