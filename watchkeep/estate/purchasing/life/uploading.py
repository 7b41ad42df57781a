"""Uploading: a file is looked at, its columns are named, and each line is taken in or refused with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.purchasing import rules
from watchkeep.estate.purchasing.events import UploadRead
from watchkeep.estate.purchasing.life.billing import add_invoice
from watchkeep.estate.purchasing.life.ordering import Wanted, place
from watchkeep.estate.purchasing.models import Order, Upload, UploadKind
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel import clock, intake
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.intake import Intake, Looked

FIELDS: Mapping[str, tuple[str, ...]] = {
    UploadKind.ORDERS: (
        "supplier", "reference", "ordered_on", "expected_on", "name", "cls", "manufacturer", "model", "quantity",
        "price", "contract", "cost_centre", "warranty_months", "depreciation_months",
    ),
    UploadKind.INVOICES: ("supplier", "invoice", "dated_on", "amount", "reference", "note"),
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    UploadKind.ORDERS: ("supplier", "name", "quantity"), UploadKind.INVOICES: ("supplier", "invoice", "amount"),
}  # fmt: skip


@transaction.atomic
def upload(*, by: Actor, kind: str, name: str, raw: bytes) -> Upload:
    """Take a file in, to look at. Its columns are guessed from their titles."""
    by.need(P.MANAGE, _("hand in files of orders"))
    if kind not in UploadKind.values:
        raise Refused(_("Say what the file holds."), field="kind")
    text = rules.decoded(raw)
    header, _lines = rules.table(text)
    guessed = rules.guessed(header, FIELDS[kind])
    return Upload.objects.create(kind=kind, name=name[:200], text=text, mapping=guessed, by=str(by))


@transaction.atomic
def map_columns(upload: Upload, *, by: Actor, mapping: Mapping[str, str]) -> None:
    """Say which column holds what."""
    _need(upload, by)
    intake.name_columns(upload, mapping, FIELDS[upload.kind])


def lines_of(upload: Upload) -> tuple[list[str], list[list[str]]]:
    """Its titles and its lines, as they were handed in."""
    return rules.table(upload.text)


def forget_old() -> int:
    """Let files go that were handed in long ago."""
    return intake.forget_old(Upload.objects.all())


def _need(_upload: Upload, by: Actor) -> None:
    by.need(P.MANAGE, _("hand in files of orders"))


def _taken_in(upload: Upload, by: Actor) -> Looked:
    rows, looked = intake.rows_of(upload, NEEDED[upload.kind]), Looked()
    groups = _orders(rows, looked) if upload.kind == UploadKind.ORDERS else ((one, [one]) for one in rows)
    names = {cell.lower() for _number, row in rows if (cell := row.get("supplier", ""))}
    known = _Known(names)
    for head, members in groups:
        try:
            with transaction.atomic():
                if upload.kind == UploadKind.ORDERS:
                    _order(head[1], [row for _number, row in members], known, by=by)
                else:
                    _invoice(head[1], known, by=by)
        except Refused as no:
            looked.refused += [(number, no.message) for number, _row in members]
        else:
            looked.made += len(members)
    return looked


def _told(upload: Upload, looked: Looked, by: Actor) -> UploadRead:
    return UploadRead(record=upload.pk, by=by, made=looked.made, refused=len(looked.refused))


INTAKE = Intake[Upload, Looked](need=_need, read=_taken_in, fact=_told)
look, take_in = INTAKE.try_out, INTAKE.take_in
Row = tuple[int, dict[str, str]]


def _orders(rows: list[Row], looked: Looked) -> Iterator[tuple[Row, list[Row]]]:
    """Lines of one supplier and one number are one order; without a number each is one of its own."""
    together: dict[object, list[Row]] = defaultdict(list)
    for number, row in rows:
        try:
            _wanted(row, {})
        except Refused as no:
            looked.refused.append((number, no.message))
            continue
        key = (row.get("supplier", "").lower(), row["reference"]) if row.get("reference") else number
        together[key].append((number, row))
    yield from ((members[0], members) for members in together.values())


class _Known:
    """What lines name: suppliers, classes and contracts, each looked up once."""

    def __init__(self, suppliers: set[str]) -> None:
        self.suppliers = {one.name.lower(): one for one in Supplier.objects.all() if one.name.lower() in suppliers}
        self.classes = {name: one for one in ItemClass.objects.all() for name in (one.slug, one.name.lower(), one.path)}

    def supplier(self, text: str) -> Supplier:
        """Who is called so."""
        if found := self.suppliers.get(text.lower()):
            return found
        raise Refused(_("No supplier is called “%(text)s”.") % {"text": text[:60]}, field="supplier")

    @staticmethod
    def contract(text: str) -> Contract | None:
        """The contract of this number."""
        if not text:
            return None
        if found := Contract.objects.filter(number=text.upper()[:20]).first():
            return found
        raise Refused(_("There is no contract %(text)s.") % {"text": text[:40]}, field="contract")


def _order(head: dict[str, str], rows: list[dict[str, str]], known: _Known, *, by: Actor) -> None:
    said: dict[str, Any] = {
        "reference": head.get("reference", ""), "cost_centre": head.get("cost_centre", "")[:40],
        "contract": known.contract(head.get("contract", "")),
        "expected_on": rules.day(head.get("expected_on", ""), "expected_on"),
    }  # fmt: skip
    if ordered_on := rules.day(head.get("ordered_on", ""), "ordered_on"):
        said["ordered_on"] = ordered_on
    supplier = known.supplier(head.get("supplier", ""))
    place(by=by, supplier=supplier, lines=[_wanted(row, known.classes) for row in rows], **said)


def _wanted(row: dict[str, str], classes: Mapping[str, ItemClass]) -> Wanted:
    quantity = rules.whole(row.get("quantity", ""), "quantity")
    if not quantity or not row.get("name"):
        raise Refused(_("A line says what, and how many."), field="quantity", code="missing")
    cls = row.get("cls", "")
    if cls and classes and cls.lower() not in classes:
        raise Refused(_("There is no class called “%(text)s”.") % {"text": cls[:60]}, field="cls")
    return Wanted(
        name=row["name"][:200], quantity=quantity, price=rules.money(row.get("price", ""), "price"),
        cls=classes.get(cls.lower()) if cls else None, manufacturer=row.get("manufacturer", "")[:120],
        model=row.get("model", "")[:160],
        warranty_months=rules.whole(row.get("warranty_months", ""), "warranty_months"),
        depreciation_months=rules.whole(row.get("depreciation_months", ""), "depreciation_months"),
    )  # fmt: skip


def _invoice(row: dict[str, str], known: _Known, *, by: Actor) -> None:
    supplier, called = known.supplier(row.get("supplier", "")), row.get("reference", "")
    order = None
    if called:
        order = Order.objects.filter(supplier=supplier, reference=called).first()
        order = order or Order.objects.filter(supplier=supplier, number=called.upper()[:20]).first()
        if order is None:
            raise Refused(_("There is no order %(text)s.") % {"text": called[:40]}, field="order")
    if not row.get("invoice") or not row.get("amount"):
        raise Refused(_("A line says which invoice, and how much."), field="invoice", code="missing")
    add_invoice(
        by=by, supplier=supplier, reference=row["invoice"][:60], order=order, note=row.get("note", "")[:300],
        amount=rules.money(row["amount"], "amount"),
        dated_on=rules.day(row.get("dated_on", ""), "dated_on") or clock.now().date(),
    )  # fmt: skip
