"""Forms of the service levels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.sla.models import Measure, Target
from watchkeep.estate.services.models import Service
from watchkeep.work.requests.models import CatalogueItem

PRIORITIES = [("", _("Every priority")), *((level, f"P{level}") for level in range(1, 6))]


class CaseForm(forms.Form):
    """A ticket that somebody imagines, to see which targets would hold for it."""

    priority = forms.TypedChoiceField(label=_("Priority"), choices=PRIORITIES[1:], coerce=int, initial=3)
    service = forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), empty_label=_("None"), required=False
    )


class TargetForm(VerbForm):
    """A target: what is promised, for what, in how much time, counted when."""

    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=PRIORITIES, coerce=int, empty_value=None, required=False
    )
    service = forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), empty_label=_("Every service"), required=False
    )
    item = forms.ModelChoiceField(
        CatalogueItem.objects.filter(is_active=True), label=_("Item of the catalogue"), empty_label=_("None"),
        required=False, help_text=_("Its target holds whatever its service and priority; leave those open."),
    )  # fmt: skip
    measure = forms.ChoiceField(label=_("What is promised"), choices=Measure.choices)
    amount = forms.IntegerField(label=_("Within"), min_value=1, max_value=86400)
    unit = forms.TypedChoiceField(label=_("Unit"), choices=[(1, _("minutes")), (60, _("hours"))], coerce=int)
    in_business_hours = forms.BooleanField(
        label=_("Count business hours only"),
        help_text=_("The hours of the service; the first calendar where no service is named."),
        required=False,
    )
    warn_percent = forms.IntegerField(
        label=_("At risk after (per cent)"), min_value=1, max_value=99, initial=75, help_text=_("Of the time.")
    )
    field_order = ["measure", "priority", "service", "item", "amount", "unit", "in_business_hours", "warn_percent"]

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        given = dict(self.cleaned_data)
        return given | {"minutes": given.pop("amount") * given.pop("unit")}

    @staticmethod
    def filled(target: Target, blank: str | None = None) -> dict[str, Any]:
        """How the form shows a target that there is; ``blank`` stands for what it doesn't name."""
        unit = 60 if target.minutes % 60 == 0 else 1
        kept = {name: getattr(target, name) for name in ("measure", "priority", "in_business_hours", "warn_percent")}
        kept |= {"service": target.service_id, "item": target.item_id, "amount": target.minutes // unit, "unit": unit}
        return {name: blank if value in (None, False) else value for name, value in kept.items()}
