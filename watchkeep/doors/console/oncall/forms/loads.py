"""The form of what being on call is paid with."""

from typing import Any

from django import forms

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.oncall.models import Rate


class RatesForm(VerbForm):
    """An amount in euro for each kind of hour and page."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for kind in Rate.Kind:
            self.fields[kind.value] = forms.DecimalField(
                label=f"{kind.label} (€)", min_value=0, max_value=100_000, max_digits=8, decimal_places=2
            )
