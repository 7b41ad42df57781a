"""What is known of an order and of an invoice, and what came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.contracts.forms import day
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person
from watchkeep.estate.purchasing.life import KNOWN, Came, Wanted
from watchkeep.estate.purchasing.models import MOST_UNITS, Line, Order, UploadKind
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel.actors import Actor

__all__ = [
    "InvoiceForm", "MatchForm", "NewOrderForm", "OrderForm", "ReasonForm", "ReceiptForm", "UploadForm", "VerbForm",
]  # fmt: skip
MOST_CHOICES = 500


class OrderForm(VerbForm):
    """What is known of an order."""

    reference = forms.CharField(label=_("Number in the books"), max_length=60, required=False)
    contract = forms.ModelChoiceField(Contract.objects.none(), label=_("Contract"), required=False)
    owner = PersonField(label=_("Ordered by"), required=False, empty_label=_("Nobody"))
    ordered_on = day(_("Ordered on"))
    expected_on = day(_("Expected on"))
    cost_centre = forms.CharField(label=_("Cost centre"), max_length=40, required=False)
    notes = forms.CharField(label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["contract"].queryset = Contract.objects.visible_to(actor).binding()
        fields["owner"].queryset = Person.objects.visible_to(actor).active()
        fields["ordered_on"].required = True

    def known(self) -> dict[str, Any]:
        """What it says of the order."""
        return {name: self.cleaned_data[name] for name in KNOWN}


class NewOrderForm(OrderForm):
    """Of whom what is ordered: one thing, so many of it. A file or a program orders more at once."""

    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"))
    name = forms.CharField(label=_("What"), max_length=200)
    cls = forms.ModelChoiceField(
        ItemClass.objects.none(), label=_("Class"), required=False, empty_label=_("None: it is used up"),
        help_text=_("Each one of a class is an item from today on."),
    )  # fmt: skip
    manufacturer = forms.CharField(label=_("Manufacturer"), max_length=120, required=False)
    model = forms.CharField(label=_("Model"), max_length=160, required=False)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000)
    price = forms.DecimalField(label=_("Price of one in euro"), min_value=0, max_digits=12, decimal_places=2)
    warranty_months = forms.IntegerField(label=_("Warranty in months"), min_value=0, max_value=240, required=False)
    depreciation_months = forms.IntegerField(
        label=_("Written off within, in months"), min_value=0, max_value=600, required=False
    )
    field_order = (
        "supplier", "name", "cls", "quantity", "price", "manufacturer", "model", "warranty_months",
        "depreciation_months",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, actor=actor, **named)
        fields: dict[str, Any] = self.fields
        fields["supplier"].queryset = Supplier.objects.visible_to(actor).active()
        fields["cls"].queryset = ItemClass.objects.visible_to(actor)

    def wanted(self) -> Wanted:
        """The one line."""
        said = self.cleaned_data
        names = ("name", "cls", "manufacturer", "model", "quantity", "price", "warranty_months", "depreciation_months")
        return Wanted(**{name: said[name] for name in names})


class ReceiptForm(VerbForm):
    """How many of each line came, with their numbers."""

    def __init__(self, *args: Any, order: Order, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.lines = [line for line in order.lines.select_related("cls") if line.to_come]
        for line in self.lines:
            self._ask(line)
        places = Item.objects.visible_to(actor).active().places().order_by("name")[:MOST_CHOICES]
        choices = [("", _("Where it is now")), *((str(one.pk), one.name) for one in places)]
        self.places = {str(one.pk): one for one in places}
        self.fields["location"] = forms.ChoiceField(label=_("Location"), choices=choices, required=False)
        self.fields["note"] = forms.CharField(label=_("Number of the delivery note"), max_length=120, required=False)

    def came(self) -> list[Came]:
        """What came, by line."""
        said = self.cleaned_data
        return [
            Came(
                line=line.pk, quantity=said[f"quantity_{line.pk}"] or 0,
                serials=said.get(f"serials_{line.pk}", "").splitlines()[:MOST_UNITS],
            )
            for line in self.lines
        ]  # fmt: skip

    def location(self) -> Item | None:
        """Where it lies now."""
        return self.places.get(self.cleaned_data["location"])

    def _ask(self, line: Line) -> None:
        label = _("%(name)s: how many came, of %(n)s") % {"name": line.name, "n": line.to_come}
        self.fields[f"quantity_{line.pk}"] = forms.IntegerField(
            label=label, min_value=0, max_value=line.to_come, initial=line.to_come, required=False
        )
        if line.cls_id:
            self.fields[f"serials_{line.pk}"] = forms.CharField(
                label=_("Serial numbers of %(name)s") % {"name": line.name}, required=False, max_length=100_000,
                help_text=_("One a line; a scanner ends each with a new line by itself."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip


class MatchForm(VerbForm):
    """With which line something that was found had been ordered."""

    line = forms.TypedChoiceField(label=_("It is one of these"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: list[Line], **named: Any) -> None:
        super().__init__(*args, **named)
        self.lines = {line.pk: line for line in lines}
        fields: dict[str, Any] = self.fields
        fields["line"].choices = [(pk, self._said(line)) for pk, line in self.lines.items()]

    def chosen(self) -> Line:
        """The line."""
        return self.lines[self.cleaned_data["line"]]

    @staticmethod
    def _said(line: Line) -> str:
        order = line.order
        return f"{order.number} · {order.supplier} · {line.name} {line.model} · {order.ordered_on:%Y-%m-%d}"


class InvoiceForm(VerbForm):
    """What we were billed."""

    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"))
    reference = forms.CharField(label=_("Number of the invoice"), max_length=60)
    order = forms.CharField(
        label=_("Order"), max_length=20, required=False, help_text=_("Its number, such as PO-1001.")
    )
    dated_on = day(_("Date"))
    amount = forms.DecimalField(label=_("Amount in euro"), min_value=0, max_digits=14, decimal_places=2)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actor = actor
        fields: dict[str, Any] = self.fields
        fields["supplier"].queryset = Supplier.objects.visible_to(actor)
        fields["dated_on"].required = True

    def clean_order(self) -> Order | None:
        """The order of this number."""
        said = self.cleaned_data["order"].strip().upper()
        if not said:
            return None
        if found := Order.objects.visible_to(self.actor).filter(number=said).first():
            return found
        raise forms.ValidationError(_("There is no order of this number."))


class UploadForm(VerbForm):
    """A file of order lines or invoices."""

    kind = forms.ChoiceField(label=_("The lines are"), choices=UploadKind.choices)
    file = forms.FileField(label=_("File"), help_text=_("CSV with a line of titles; at most 5,000 lines."))
