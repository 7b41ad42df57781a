"""Forms of an item: what it is, for whom, by whom it is carried out, and when it is looked at again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.duty.sla.models import Target
from watchkeep.estate.licences import queries as licences
from watchkeep.estate.licences.models import Product
from watchkeep.estate.people.models import Organisation, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import queries
from watchkeep.work.requests.models import Audience, CatalogueItem, Category, Proof

PRIORITIES = [(level, f"P{level}") for level in range(1, 6)]
PLAIN = (
    *("name", "category", "summary", "description", "search_words", "audience", "service", "team", "priority"),
    *("proof", "owner", "review_on", "position"),
)
UNITS = [(60, _("hours")), (1, _("minutes")), (60 * 24, _("days"))]


class FilterForm(forms.Form):
    """Which items a list shows."""

    q = forms.CharField(max_length=100, required=False)
    shelf = forms.ModelChoiceField(Category.objects.all(), to_field_name="slug", required=False)
    audience = forms.ChoiceField(choices=[("", ""), *Audience.choices], required=False)
    standing = forms.ChoiceField(choices=[("", ""), *queries.STANDINGS], required=False)

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the query takes; what makes no sense narrows nothing."""
        self.full_clean()
        said = {name: self.cleaned_data.get(name) or "" for name in ("q", "audience", "standing")}
        return {"words": said.pop("q"), "category": self.cleaned_data.get("shelf"), **said}


class ItemForm(VerbForm):
    """What an item is. What is asked and what it costs stands in its editions."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(label=_("In one sentence"), max_length=200)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Shelf"), empty_label=None)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Pictures are added on a page of their own."),
    )  # fmt: skip
    search_words = forms.CharField(
        label=_("Other words for it"), required=False, max_length=300, help_text=_("What people may type instead.")
    )
    audience = forms.ChoiceField(label=_("For"), choices=Audience.choices)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.all(), label=_("Only for these teams"), required=False, widget=forms.SelectMultiple,
        help_text=_("None: for all of them."),
    )  # fmt: skip
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label=_("Only for these organisations"), required=False,
        widget=forms.SelectMultiple, help_text=_("None: for all of them."),
    )  # fmt: skip
    service = forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), required=False, empty_label=_("None")
    )
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Carried out by"), required=False, empty_label=_("The service's team")
    )
    priority = forms.TypedChoiceField(label=_("Priority"), choices=PRIORITIES, coerce=int, initial=4)
    proof = forms.ChoiceField(
        label=_("Who asks"), choices=Proof.choices,
        help_text=_("For what a stolen session must not be able to do, such as unlocking an account."),
    )  # fmt: skip
    owner = PersonField(label=_("Owner"), required=False, empty_label=_("Nobody"))
    review_on = forms.DateField(
        label=_("Look at it again on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    position = forms.IntegerField(
        label=_("Position on its shelf"), min_value=0, max_value=30_000, initial=100, help_text=_("The lowest first.")
    )

    def __init__(self, *args: Any, owners: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]

    @staticmethod
    def filled(item: CatalogueItem) -> dict[str, Any]:
        """How an item fills the form in."""
        kept = {name: getattr(item, name) for name in PLAIN}
        return kept | {"teams": item.teams.all(), "organisations": item.organisations.all()}


class ReviewForm(VerbForm):
    """When it is looked at again."""

    review_on = forms.DateField(label=_("Look at it again on"), widget=forms.DateInput(attrs={"type": "date"}))


class PlanForm(VerbForm):
    """How it comes true."""

    procedure = forms.TypedChoiceField(label=_("Plan"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offered = [("", _("None: people do it")), *fulfilment.plans()]
        self.fields["procedure"].choices = offered  # type: ignore[attr-defined]


class SeatForm(VerbForm):
    """A seat of which product comes with it."""

    product = forms.CharField(
        label=_("Product"), max_length=120, required=False, help_text=_("By its name. Empty: no seat comes with it.")
    )

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor

    def clean_product(self) -> Product | None:
        """The product of this name, where whoever chooses may see products."""
        name = self.cleaned_data["product"].strip()
        if not name:
            return None
        if not Product.objects.visible_to(self.actor).filter(name__iexact=name).exists():
            raise forms.ValidationError(_("No product is called so."))
        try:
            return licences.products_named([name])[0]
        except Refused as no:
            raise forms.ValidationError(no.message) from no


class TimeForm(VerbForm):
    """How soon it is promised, for this item alone."""

    amount = forms.IntegerField(
        label=_("Within"), min_value=1, max_value=86_400, required=False,
        help_text=_("Empty: as promised for its service and priority."),
    )  # fmt: skip
    unit = forms.TypedChoiceField(label=_("Unit"), choices=UNITS, coerce=int)
    in_business_hours = forms.BooleanField(label=_("Count business hours only"), required=False)

    @property
    def minutes(self) -> int | None:
        """The time in minutes; None for none of its own."""
        amount = self.cleaned_data["amount"]
        return amount * self.cleaned_data["unit"] if amount else None

    @staticmethod
    def filled(target: Target | None) -> dict[str, Any]:
        """How the form shows what is promised."""
        if target is None:
            return {"in_business_hours": True}
        unit = next(unit for unit in (60 * 24, 60, 1) if target.minutes % unit == 0)
        return {"amount": target.minutes // unit, "unit": unit, "in_business_hours": target.in_business_hours}


class ShelfForm(VerbForm):
    """A shelf of the catalogue."""

    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(label=_("What is here"), max_length=300, required=False)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=30_000, initial=100)


class PictureForm(VerbForm):
    """A picture, and what it shows."""

    file = forms.FileField(label=_("Picture"), help_text=_("PNG, JPEG, GIF or WebP, at most 10 MB."))
    alt = forms.CharField(label=_("What it shows"), max_length=300, help_text=_("For whoever cannot see it."))


class AltForm(VerbForm):
    """What a picture shows."""

    alt = forms.CharField(label=_("What it shows"), max_length=300, help_text=_("For whoever cannot see it."))
