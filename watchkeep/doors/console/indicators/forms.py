"""What an indicator is, and where its figures come from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.register import ServiceField
from watchkeep.duty.connections.models import Connection, Kind
from watchkeep.insight.verdicts.life import EDITABLE
from watchkeep.insight.verdicts.models import Indicator, Source

DIRECTIONS = ((True, _("Higher is worse")), (False, _("Lower is worse")))


class IndicatorForm(VerbForm):
    """A figure of a service."""

    service = ServiceField(label=_("Service"))
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as error rate, or latency p95."))
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False, help_text=_("Such as ms or %."))
    is_worse_up = forms.TypedChoiceField(
        label=_("Direction"), choices=DIRECTIONS, coerce=lambda value: value == "True", initial=True
    )
    tolerance = forms.IntegerField(
        label=_("Smallest difference that matters, in percent"), min_value=1, max_value=1000, initial=10,
        help_text=_("A smaller one is “same”, however sure it is."),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Where it comes from"), choices=Source.choices, initial=Source.PROMETHEUS)
    connection = forms.ModelChoiceField(
        label=_("Prometheus"), required=False, queryset=Connection.objects.usable().filter(kind=Kind.HTTP),
        empty_label=_("None: points are sent to us"),
        help_text=_("An HTTP connection whose base address is the Prometheus'."),
    )  # fmt: skip
    query = forms.CharField(
        label=_("PromQL"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It has to answer with one series: sum or average what there are several of."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        connection: Any = self.fields["connection"]
        if not connection.queryset.exists():
            self.fields["source"].initial = Source.PUSHED  # there is nobody to ask


def known(indicator: Indicator) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(indicator, name) for name in EDITABLE}
