"""What is known of a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.register import ItemField
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service

FIELDS = ("name", "description", "owner_team", "tier", "value_per_hour", "users_count", "customers_count", "hours")


class ServiceForm(VerbForm):
    """What it is, who owns it, and what its failure costs."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the business calls it."))
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    owner_team = forms.ModelChoiceField(label=_("Owner team"), queryset=Team.objects.all())
    tier = forms.TypedChoiceField(label=_("Tier"), choices=Service.Tier.choices, coerce=int, initial=3)
    value_per_hour = forms.DecimalField(
        label=_("Value per hour"), min_value=0, max_digits=12, decimal_places=2, initial=0,
        help_text=_("What an hour without it costs, in euro."),
    )  # fmt: skip
    users_count = forms.IntegerField(label=_("Number of users"), min_value=0, max_value=2_000_000_000, initial=0)
    customers_count = forms.IntegerField(
        label=_("Number of customers"), min_value=0, max_value=2_000_000_000, initial=0, required=False,
        help_text=_("Who use it themselves. Do not count them again at what it stands on."),
    )  # fmt: skip
    hours = forms.ModelChoiceField(
        label=_("Service hours"), queryset=BusinessHours.objects.all(), required=False, empty_label=_("Round the clock")
    )

    def clean_customers_count(self) -> int:
        """None is nobody."""
        return self.cleaned_data["customers_count"] or 0


class DependencyForm(VerbForm):
    """What it stands on."""

    other = forms.ModelChoiceField(label=_("It fails when this fails"), queryset=Service.objects.active())


class ItemForm(VerbForm):
    """What it runs on."""

    item = ItemField(label=_("It runs on"))


def known(service: Service) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(service, name) for name in FIELDS}
