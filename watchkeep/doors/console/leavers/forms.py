"""What the verbs on a seat ask, and the form of a way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.parameters import ParametersForm
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import Connection

__all__ = ["ProofForm", "ReasonForm", "WayForm"]


class ProofForm(VerbForm):
    """Evidence that a seat was taken back."""

    proof = forms.CharField(
        label=_("Evidence"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What shows that it is free: where it was closed, and the vendor's confirmation."),
    )  # fmt: skip


class WayForm(ParametersForm):
    """One action with its parameters, and through which connection."""

    connection = forms.ModelChoiceField(Connection.objects.none(), label=_("Connection"), empty_label=_("Choose one…"))

    def __init__(self, *args: Any, action: str, **named: Any) -> None:
        super().__init__(*args, parameters=queries.fields_of(action), **named)
        if queries.about(action).connects:
            self.fields["connection"].queryset = queries.usable_for(action)  # type: ignore[attr-defined]
        else:
            del self.fields["connection"]
