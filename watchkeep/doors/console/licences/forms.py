"""What was bought, its keys, and who has a seat."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.contracts.forms import DaysField, day
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.licences import queries
from watchkeep.estate.licences.life import EDITABLE
from watchkeep.estate.licences.models import Entitlement, Metric, PriceEvery, Product, UpgradeRight
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Group, Person
from watchkeep.estate.people.queries import with_permission
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused

__all__ = [
    "EndForm", "EntitlementForm", "GroupForm", "KeyForm", "ReasonForm", "SeatForm", "UploadForm", "VerbForm", "known",
]  # fmt: skip


class EntitlementForm(VerbForm):
    """What was bought, how many of it, until when, what it covers and what it costs."""

    name = forms.CharField(label=_("What was bought"), max_length=200)
    products = forms.CharField(
        label=_("Products that it covers"), max_length=6000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, by its name. Several are a bundle: one licence covers them all."),
    )  # fmt: skip
    metric = forms.ChoiceField(label=_("Counted by"), choices=Metric.choices)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000_000)
    starts_on = day(_("From"), _("Empty: today."))
    ends_on = day(_("Until"), _("The last day. Empty: as its contract says, or for good."))
    contract = forms.CharField(
        label=_("Contract"), max_length=20, required=False, help_text=_("Its number, such as CON-1042.")
    )
    owner = PersonField(
        label=_("Owner"), required=False, empty_label=_("Nobody yet"),
        help_text=_("Is told in time, and decides. Only who may see licences."),
    )  # fmt: skip
    price = forms.DecimalField(label=_("Price of one in euro"), min_value=0, max_digits=12, decimal_places=2)
    price_every = forms.TypedChoiceField(label=_("The price comes"), choices=PriceEvery.choices, coerce=int)
    edition = forms.CharField(label=_("Edition"), max_length=80, required=False, help_text=_("Empty: any."))
    lowest = forms.CharField(label=_("From version"), max_length=60, required=False)
    highest = forms.CharField(label=_("Up to version"), max_length=60, required=False)
    upgrades = forms.ChoiceField(label=_("Newer versions may be used"), choices=UpgradeRight.choices)
    downgrades = forms.BooleanField(label=_("Older versions may be used, too"), required=False)
    maintenance_until = day(_("Maintenance until"))
    per_processor = forms.IntegerField(
        label=_("At least cores for a processor"), min_value=0, max_value=1000, required=False,
        help_text=_("Counted by core alone."),
    )  # fmt: skip
    per_machine = forms.IntegerField(
        label=_("At least cores for a machine"), min_value=0, max_value=10_000, required=False
    )
    warn_days = DaysField(
        label=_("Warn so many days before"), max_length=80, required=False,
        help_text=_("Before the last day for notice of its contract, or before its end."),
    )  # fmt: skip
    notes = forms.CharField(label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor
        owner: Any = self.fields["owner"]
        owner.queryset = with_permission(P.SEE_ENTITLEMENTS)

    def clean_products(self) -> list[Product]:
        """The products of these names."""
        try:
            return queries.products_named(self.cleaned_data["products"].splitlines())
        except Refused as no:
            raise forms.ValidationError(no.message) from no

    def clean_contract(self) -> Contract | None:
        """The contract of this number."""
        number = self.cleaned_data["contract"].strip().upper()
        found = Contract.objects.visible_to(self.actor).filter(number=number).first()
        if number and found is None:
            raise forms.ValidationError(_("There is no contract of this number."))
        return found

    def clean_per_processor(self) -> int:
        """Nothing is none."""
        return self.cleaned_data["per_processor"] or 0

    def clean_per_machine(self) -> int:
        """Nothing is none."""
        return self.cleaned_data["per_machine"] or 0

    def said(self) -> dict[str, Any]:
        """What it says; it begins today where it does not say when."""
        given = dict(self.cleaned_data)
        return given if given["starts_on"] else {name: one for name, one in given.items() if name != "starts_on"}


class EndForm(ReasonForm):
    """With which day it ends, and why."""

    ends_on = forms.DateField(
        label=_("The last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("ends_on", "reason")


class KeyForm(VerbForm):
    """A licence key."""

    label = forms.CharField(label=_("What it is for"), max_length=120)
    secret = forms.CharField(
        label=_("Key"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("Kept encrypted. Whoever is shown it is on record."),
    )  # fmt: skip


class SeatForm(VerbForm):
    """Who gets a seat, and why."""

    person = PersonField(label=_("Person"))
    because = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        person: Any = self.fields["person"]
        person.queryset = Person.objects.visible_to(actor).active()


class GroupForm(VerbForm):
    """Which group of a directory means seats of what."""

    group = forms.CharField(
        label=_("Group"), max_length=340,
        help_text=_("Its name in the directory. If several have it, with the directory: “Entra: Designers”."),
    )  # fmt: skip
    product = forms.CharField(label=_("Product"), max_length=120)

    def clean_group(self) -> Group:
        """The group of this name."""
        try:
            return queries.group_named(self.cleaned_data["group"])
        except Refused as no:
            raise forms.ValidationError(no.message) from no

    def clean_product(self) -> Product:
        """The product of this name."""
        try:
            return queries.products_named([self.cleaned_data["product"]])[0]
        except Refused as no:
            raise forms.ValidationError(no.message) from no


class UploadForm(VerbForm):
    """A file of lines."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with a line of titles; at most 2 MB and 5,000 lines. Nothing is taken in yet."),
    )


def known(one: Entitlement | None = None) -> dict[str, Any]:
    """Return what a form begins with; what is usual where there is nothing yet."""
    usual = one or Entitlement()
    found = {name: getattr(usual, name) for name in EDITABLE if one or name != "quantity"}
    names = "\n".join(product.name for product in one.products.all()) if one else ""
    return found | {"products": names, "contract": usual.contract.number if usual.contract else ""}
