"""What is known of an item: what every item has, and the attributes of its class."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.register import ClassField, ItemField
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import AttributeKind, Item, State
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import BINDING, Contract, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused

BEGINNINGS = [(one.value, one.label) for one in (State.IN_USE, State.IN_STOCK, State.ORDERED)]
OWN = "a-"
"""What the fields of attributes begin with."""
_SALT = "watchkeep.item-seen"


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ItemForm(VerbForm):
    """What every item has, and what is known of such things. Says what stood there when it was drawn."""

    name = forms.CharField(label=_("Name"), max_length=255)
    cls = ClassField(label=_("Class"))
    manufacturer = forms.CharField(label=_("Manufacturer"), max_length=120, required=False)
    model = forms.CharField(label=_("Model"), max_length=160, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=120, required=False)
    asset_tag = forms.CharField(label=_("Asset tag"), max_length=64, required=False)
    external_id = forms.CharField(
        label=_("Identifier elsewhere"), max_length=200, required=False, help_text=_("In your cloud or inventory.")
    )
    owner_team = forms.ModelChoiceField(label=_("Owner team"), queryset=Team.objects.all(), required=False)
    owner_person = PersonField(label=_("Owner"), required=False, empty_label=_("Nobody"))
    user = PersonField(label=_("Who has it"), required=False, empty_label=_("Nobody"))
    location = ItemField(label=_("Location"), required=False, empty_label=_("Nowhere in particular"))
    supplier = forms.ModelChoiceField(label=_("Supplier"), queryset=Supplier.objects.none(), required=False)
    contract = forms.ModelChoiceField(label=_("Contract"), queryset=Contract.objects.none(), required=False)
    cost_centre = forms.CharField(label=_("Cost centre"), max_length=40, required=False)
    order_number = forms.CharField(label=_("Order"), max_length=60, required=False)
    bought_on = _day(_("Bought"))
    price = forms.DecimalField(label=_("Price in euro"), min_value=0, max_digits=12, decimal_places=2, required=False)
    depreciation_months = forms.IntegerField(
        label=_("Written off within, in months"), min_value=0, max_value=600, required=False
    )
    warranty_ends_on = _day(_("Warranty ends"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, item: Item | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        people: Any = Person.objects.active()
        for name in ("owner_person", "user"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["location"].queryset = Item.objects.active().places()  # type: ignore[attr-defined]
        self._offer(actor, item)
        self.described = queries.described(item.cls) if item else {}
        for name, described in self.described.items():
            self.fields[OWN + name] = _field(described)
        if item:
            self.initial = {**self.known(item), **self.initial}

    def _offer(self, actor: Actor, item: Item | None) -> None:
        """Suppliers and contracts that hold, and those that stand there; nothing that the editor may not see."""
        asked: Sequence[tuple[str, Any, Any, str]] = (
            ("supplier", Supplier.objects.visible_to(actor), Q(is_active=True), P.SEE),
            ("contract", Contract.objects.visible_to(actor), Q(state__in=BINDING), P.SEE_CONTRACTS),
        )
        for name, rows, holds, permission in asked:
            if actor.may(permission):
                stands = Q(pk=getattr(item, f"{name}_id", None) or 0)
                self.fields[name].queryset = rows.filter(holds | stands)  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def known(self, item: Item) -> dict[str, Any]:
        """What a form begins with, and the mark of it."""
        columns = {name: getattr(item, name) for name in self.base_fields.keys() & self.fields.keys() if name != "seen"}
        own = {OWN + name: _typed(item.values.get(name)) for name in self.described}
        return {**columns, **own, "seen": signing.dumps(self._plain(item), salt=_SALT, compress=True)}

    def seen_before(self) -> Mapping[str, Any]:
        """What stood there when the form was drawn."""
        try:
            seen: dict[str, Any] = signing.loads(self.cleaned_data["seen"], salt=_SALT)
        except signing.BadSignature:
            return {}
        return seen

    def told(self) -> dict[str, Any]:
        """What the verb is told: columns, and the values of attributes that were changed."""
        columns = {
            name: self.cleaned_data[name] for name in self.base_fields if name in self.changed_data and name != "seen"
        }
        values = {
            name: self._value(name) for name in self.described if OWN + name in self.changed_data
        }  # fmt: skip
        return {**columns, "values": values}

    def carries(self, act: Any) -> bool:
        """The same as ever; what is wrong with an attribute is said at its field."""

        def with_fields() -> None:
            try:
                act()
            except Refused as no:
                if no.field and OWN + no.field in self.fields:
                    raise Refused(no.message, field=OWN + no.field, code=no.code) from no
                raise

        return super().carries(with_fields)

    def _plain(self, item: Item) -> dict[str, Any]:
        known = item.known()
        names = (*(name for name in self.base_fields if name in self.fields), *self.described)
        return {name: known.get(name) for name in names if name != "seen"}

    def _value(self, name: str) -> Any:
        given = self.cleaned_data[OWN + name]
        return given.splitlines() if self.described[name].get("many") and given else given


class NewItemForm(ItemForm):
    """One more thing; the attributes of its class are asked on its page."""

    state = forms.ChoiceField(label=_("State"), choices=BEGINNINGS)
    field_order = ("name", "cls", "state")

    def known_of_new(self) -> dict[str, Any]:
        """What the verb is told."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {name: value for name, value in given.items() if value not in (None, "")}


def _field(described: Mapping[str, Any]) -> forms.Field:
    named: dict[str, Any] = {
        "label": described["label"] + (f" ({described['unit']})" if described.get("unit") else ""),
        "required": bool(described.get("required")), "help_text": described.get("help", ""),
    }  # fmt: skip
    if described.get("many"):
        named["help_text"] = named["help_text"] or _("One a line.")
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000, **named)
    match described["kind"]:
        case AttributeKind.CHOICE:
            return forms.ChoiceField(choices=[("", "–"), *((one, one) for one in described["choices"])], **named)  # noqa: RUF001  # a dash is meant
        case AttributeKind.BOOLEAN:
            return forms.ChoiceField(choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))], **named)  # noqa: RUF001  # the same
        case AttributeKind.DATE:
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **named)
        case _:
            return forms.CharField(max_length=1000, **named)


def _typed(value: Any) -> str:
    """A value as one types it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "\n".join(str(one) for one in value)
        case _:
            return str(value)
