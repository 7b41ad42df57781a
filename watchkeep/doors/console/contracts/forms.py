"""What is known of a contract, and what its verbs ask."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.queries import with_permission
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers.life import EDITABLE
from watchkeep.estate.suppliers.models import Contract, Every, Kind, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.actors import Actor

__all__ = ["ContractForm", "ItemForm", "NoticeForm", "ReasonForm", "ServiceForm", "known"]
UNITS = ((True, _("months")), (False, _("days")))


def day(label: Words, help_text: Words = "") -> forms.DateField:
    """A day of the calendar, or none."""
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=picker, required=False, help_text=help_text)


class DaysField(forms.CharField):
    """Numbers of days, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """As people write them."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The numbers; nothing is none at all."""
        parts = str(super().clean(value)).replace(",", " ").split()
        if any(not part.isascii() or not part.isdigit() or len(part) > 4 for part in parts):
            raise forms.ValidationError(_("Write days as numbers, such as 90, 30, 7."))
        return [int(part) for part in parts]


class ContractForm(VerbForm):
    """What was agreed, until when, and what it costs."""

    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"))
    title = forms.CharField(label=_("What is agreed"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    reference = forms.CharField(label=_("Their number for it"), max_length=120, required=False)
    owner = PersonField(
        label=_("Owner"), required=False, empty_label=_("Nobody yet"),
        help_text=_("Is told in time, and decides. Only who may see contracts."),
    )  # fmt: skip
    starts_on = day(_("Begins"))
    ends_on = day(_("Ends"), _("The last day. Empty: it goes on until notice is given."))
    renews = forms.BooleanField(label=_("Goes on by itself after its end"), required=False)
    renewal_months = forms.IntegerField(label=_("It goes on for so many months"), min_value=1, max_value=120)
    notice = forms.IntegerField(label=_("Notice period"), min_value=0, max_value=3650)
    notice_in_months = forms.TypedChoiceField(
        label=_("The notice period is in"), choices=UNITS, coerce=lambda value: value == "True"
    )
    warn_days = DaysField(
        label=_("Warn so many days before"), max_length=80, required=False,
        help_text=_("Before the last day for notice, or before the end where it does not go on."),
    )  # fmt: skip
    cost = forms.DecimalField(label=_("Cost in euro"), min_value=0, max_digits=12, decimal_places=2)
    cost_every = forms.TypedChoiceField(label=_("The cost is for"), choices=Every.choices, coerce=int)
    cost_centre = forms.CharField(label=_("Cost centre"), max_length=60, required=False)
    response_minutes = forms.IntegerField(
        label=_("They respond within minutes"), min_value=1, max_value=525_600, required=False,
        help_text=_("What they promise, and what our own promises can lean on."),
    )  # fmt: skip
    resolution_minutes = forms.IntegerField(
        label=_("They resolve within minutes"), min_value=1, max_value=525_600, required=False
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, supplier: Supplier | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        chosen: Any = self.fields["supplier"]
        chosen.queryset = Supplier.objects.active() | Supplier.objects.filter(pk=supplier.pk if supplier else 0)
        owner: Any = self.fields["owner"]
        owner.queryset = with_permission(P.SEE_CONTRACTS)


class NoticeForm(VerbForm):
    """When notice was given, and with which day it ends."""

    given_on = day(_("Given on"), _("Empty: today."))
    ends_on = day(_("Ends"), _("Empty: as the contract says."))


class ServiceForm(VerbForm):
    """What leans on it."""

    service = forms.ModelChoiceField(label=_("This service leans on it"), queryset=Service.objects.active())


class ItemForm(VerbForm):
    """What hangs on it."""

    item = forms.CharField(label=_("Item"), max_length=255, help_text=_("Its number, its name or its asset tag."))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor

    def clean_item(self) -> Item:
        """The one item that is called so."""
        said = self.cleaned_data["item"].strip()
        called = Q(number=said.upper()) | Q(name=said) | Q(asset_tag=said)
        found = list(Item.objects.visible_to(self.actor).active().filter(called)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("Several items are called so.") if found else _("No item is called so."))
        return found[0]


def known(contract: Contract | None = None) -> dict[str, Any]:
    """Return what a form begins with; what is usual where there is no contract yet."""
    usual = contract or Contract()
    return {name: getattr(usual, name) for name in EDITABLE if contract or name != "supplier"}
