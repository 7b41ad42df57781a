"""Orders and invoices: what is to come, what came of it, and what it cost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Line, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person
from watchkeep.estate.purchasing import life, queries
from watchkeep.estate.purchasing.models import Invoice, Order, State
from watchkeep.estate.purchasing.models import Line as OrderLine
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Contract, Supplier

router = Resource("Orders")
invoices = Resource("Invoices")
StateName = Annotated[State, among(State)]
Euro = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Sum = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2, examples=["3600.00"])]
Reference = Annotated[str, Field(max_length=60)]
Billed = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S", examples=["RE-2026-118"])]
Centre = Annotated[str, Field(max_length=40)]
Maker = Annotated[str, Field(max_length=120)]
Model = Annotated[str, Field(max_length=160)]
Many = Annotated[Whole, Field(ge=1, le=1_000_000)]
Months = Annotated[Whole, Field(ge=0, le=240)]
Serial = Annotated[str, Field(max_length=120)]
Notes = Annotated[str, Field(max_length=5000)]
Remark = Annotated[str, Field(max_length=300)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
MOST_LINES, MOST_SERIALS = 100, 500


class OrderLineOut(Record):
    """So many of one thing."""

    id: int
    name: str
    cls: str | None
    """The class's short name; null for what is used up."""
    manufacturer: str
    model: str
    quantity: int
    received: int
    price: Decimal
    """Of one, in euro."""
    warranty_months: int | None
    depreciation_months: int | None

    @classmethod
    def of(cls, line: OrderLine) -> OrderLineOut:
        """Show a line whose class is loaded."""
        same = ("name", "manufacturer", "model", "quantity", "received", "price")
        told = {name: getattr(line, name) for name in (*same, "warranty_months", "depreciation_months")}
        return cls(id=line.pk, cls=line.cls.slug if line.cls else None, **told)


class OrderOut(Record):
    """What was ordered from a supplier."""

    id: int
    number: str
    supplier: Named
    reference: str
    """Its number in the books."""
    contract: int | None
    owner: Named | None
    state: StateName
    ordered_on: date
    expected_on: date | None
    cost_centre: str
    notes: str
    reason: str
    """Why it was closed."""
    lines: list[OrderLineOut]

    @classmethod
    def of(cls, order: Order) -> OrderOut:
        """Show an order whose supplier, owner and lines are loaded."""
        same = ("number", "reference", "ordered_on", "expected_on", "cost_centre", "notes", "reason")
        return cls(
            id=order.pk, supplier=Named(id=order.supplier_id, name=order.supplier.name), contract=order.contract_id,
            owner=Named.of(order.owner), state=State(order.state), lines=[*map(OrderLineOut.of, order.lines.all())],
            **{name: getattr(order, name) for name in same},
        )  # fmt: skip

    def href(self) -> str:
        """Where the order is found."""
        return f"/api/v1/orders/{self.id}"


class ReceiptOut(Record):
    """Something came."""

    id: int
    at: datetime
    quantity: int
    note: str
    """The number of the delivery note."""


class OrderFilters(BaseModel):
    """Which orders."""

    state: StateName | None = None
    supplier: Id | None = None


class OrderLineNew(Change):
    """A line: what, and how many. Each one of a class is an item from now on."""

    name: Line
    quantity: Many
    price: Euro = Decimal(0)
    cls: Annotated[str, Field(max_length=40, examples=["laptop"])] | None = None
    manufacturer: Maker = ""
    model: Model = ""
    warranty_months: Months | None = None
    depreciation_months: Annotated[Whole, Field(ge=0, le=600)] | None = None


class OrderEdit(Change):
    """What is known of it. What is left out stays."""

    reference: Reference = ""
    contract: Ref | None = None
    owner: Ref | None = None
    ordered_on: Day = date(2026, 1, 1)
    expected_on: Day | None = None
    cost_centre: Centre = ""
    notes: Notes = ""


class OrderNew(OrderEdit):
    """What is ordered from whom."""

    supplier: Ref
    lines: Annotated[list[OrderLineNew], Field(min_length=1, max_length=MOST_LINES)]


class CameLine(Change):
    """So many of a line came, with serial numbers as far as there are some."""

    line: Ref
    quantity: Many
    serials: Annotated[list[Serial], Field(max_length=MOST_SERIALS)] = []
    tags: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=MOST_SERIALS)] = []


class OrderReceived(Change):
    """What came, and where it lies."""

    came: Annotated[list[CameLine], Field(min_length=1, max_length=MOST_LINES)]
    location: Ref | None = None
    note: Annotated[str, Field(max_length=120)] = ""


class OrderMatch(Change):
    """Something that was found is one of this line."""

    line: Ref
    item: Ref


class OrderClose(Change):
    """Why what has not come will not come."""

    reason: Why


class InvoiceOut(Record):
    """What we were billed."""

    id: int
    supplier: Named
    reference: str
    """The supplier's number."""
    order: int | None
    dated_on: date
    amount: Decimal
    """In euro."""
    note: str

    @classmethod
    def of(cls, invoice: Invoice) -> InvoiceOut:
        """Show an invoice whose supplier is loaded."""
        same = {name: getattr(invoice, name) for name in ("reference", "dated_on", "amount", "note")}
        supplier = Named(id=invoice.supplier_id, name=invoice.supplier.name)
        return cls(id=invoice.pk, supplier=supplier, order=invoice.order_id, **same)

    def href(self) -> str:
        """Where the invoice is found."""
        return f"/api/v1/invoices/{self.id}"


class InvoiceEdit(Change):
    """What is known of it. What is left out stays."""

    reference: Billed = "-"
    order: Ref | None = None
    dated_on: Day = date(2026, 1, 1)
    amount: Sum = Decimal(0)
    note: Remark = ""


class InvoiceNew(InvoiceEdit):
    """What we were billed."""

    supplier: Ref
    reference: Billed
    dated_on: Day
    amount: Sum


@router.list("", OrderOut, may=P.SEE)
def list_orders(request: Call, filters: Query[OrderFilters], paging: Query[Paging]) -> Listing[OrderOut]:
    """Orders, the newest first."""
    rows = _orders(request).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, OrderOut.of, paging)


@router.create("", OrderOut, may=P.MANAGE)
def place_order(request: Call, body: OrderNew) -> OrderOut:
    """Order something. Each unit of a class is an item from now on, in the state `ordered`."""
    given = _referred(request, body)
    wanted = [_wanted(request, line) for line in given.pop("lines")]
    return _shown(request, life.place(by=request.auth, lines=wanted, **given))


@router.read("/{int:order}", OrderOut)
def get_order(request: Call, order: Id) -> OrderOut:
    """One order with its lines."""
    return OrderOut.of(finding.one(request, _orders(request), order))


@router.edit("/{int:order}", OrderOut, may=P.MANAGE)
def edit_order(request: Call, order: Id, body: OrderEdit) -> OrderOut:
    """Correct what is known of it. What was ordered stays."""
    row = finding.one(request, _orders(request), order)
    answers.seen(request, OrderOut.of(row))
    life.edit(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:order}/receive", OrderOut, may=P.RECEIVE)
def receive_order(request: Call, order: Id, body: OrderReceived) -> OrderOut:
    """Take in what came. Its items lie in stock, and what later reports their serial numbers is they."""
    row = finding.one(request, _orders(request), order)
    came = [life.Came(line=one.line, quantity=one.quantity, serials=one.serials, tags=one.tags) for one in body.came]
    location = answers.refer(Item.objects.visible_to(request.auth).places(), body.location, "location")
    life.receive(row, by=request.auth, came=came, location=location, note=body.note)
    return _shown(request, row)


@router.verb("/{int:order}/match", OrderOut, may=P.RECEIVE)
def match_order(request: Call, order: Id, body: OrderMatch) -> OrderOut:
    """Say that something that was found is one of what this order brought."""
    row = finding.one(request, _orders(request), order)
    line = answers.referred(row.lines.select_related("order", "cls"), body.line, "line")
    item = answers.referred(Item.objects.visible_to(request.auth).select_related("cls"), body.item, "item")
    life.match(line, item, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:order}/close", OrderOut, may=P.MANAGE)
def close_order(request: Call, order: Id, body: OrderClose) -> OrderOut:
    """What has not come will not come: its items are retired."""
    row = finding.one(request, _orders(request), order)
    life.close(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.list("/{int:order}/receipts", ReceiptOut)
def list_order_receipts(request: Call, order: Id, paging: Query[Paging]) -> Listing[ReceiptOut]:
    """What came when, the newest first."""
    row = finding.one(request, _orders(request), order)
    return answers.listed(
        request, row.receipts.all(), lambda one: ReceiptOut(id=one.pk, at=one.at, quantity=one.quantity, note=one.note),
        paging,
    )  # fmt: skip


@invoices.list("", InvoiceOut, may=P.SEE)
def list_invoices(request: Call, paging: Query[Paging]) -> Listing[InvoiceOut]:
    """Invoices, the newest first."""
    return answers.listed(request, queries.invoices(request.auth), InvoiceOut.of, paging)


@invoices.create("", InvoiceOut, may=P.MANAGE)
def add_invoice(request: Call, body: InvoiceNew) -> InvoiceOut:
    """Write an invoice down. The same number of the same supplier twice is refused."""
    return InvoiceOut.of(life.add_invoice(by=request.auth, **_referred(request, body)))


@invoices.read("/{int:invoice}", InvoiceOut)
def get_invoice(request: Call, invoice: Id) -> InvoiceOut:
    """One invoice."""
    return InvoiceOut.of(finding.one(request, queries.invoices(request.auth), invoice))


@invoices.edit("/{int:invoice}", InvoiceOut, may=P.MANAGE)
def edit_invoice(request: Call, invoice: Id, body: InvoiceEdit) -> InvoiceOut:
    """Set it right."""
    row = finding.one(request, queries.invoices(request.auth), invoice)
    answers.seen(request, InvoiceOut.of(row))
    life.edit_invoice(row, by=request.auth, **_referred(request, body))
    return InvoiceOut.of(row)


@invoices.remove("/{int:invoice}", may=P.MANAGE)
def remove_invoice(request: Call, invoice: Id) -> None:
    """It was written down by mistake."""
    life.remove_invoice(finding.one(request, queries.invoices(request.auth), invoice), by=request.auth)


def _orders(request: Call) -> QuerySet[Order]:
    rows = Order.objects.visible_to(request.auth).select_related("supplier", "owner")
    return rows.prefetch_related("lines__cls")


def _shown(request: Call, order: Order) -> OrderOut:
    return OrderOut.of(_orders(request).get(pk=order.pk))


def _wanted(request: Call, line: OrderLineNew) -> life.Wanted:
    cls = answers.named(ItemClass.objects.visible_to(request.auth), line.cls, "cls")
    return life.Wanted(**line.model_dump(exclude={"cls"}), cls=cls)


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given, actor = body.given(), request.auth
    found: dict[str, QuerySet[Any]] = {
        "supplier": Supplier.objects.visible_to(actor), "contract": Contract.objects.visible_to(actor),
        "owner": Person.objects.visible_to(actor), "order": Order.objects.visible_to(actor),
    }  # fmt: skip
    return given | {name: answers.refer(found[name], given[name], name) for name in found.keys() & given.keys()}
