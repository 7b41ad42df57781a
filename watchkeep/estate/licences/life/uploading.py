"""Uploading: a file is looked at, its columns are named, and each line is taken in or refused with its reason.

All that can be is taken in at one go; if the process dies in it, nothing was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences import queries, rules
from watchkeep.estate.licences.events import UploadRead
from watchkeep.estate.licences.life.entitling import entitle
from watchkeep.estate.licences.life.seating import note_sign_ins
from watchkeep.estate.licences.models import Entitlement, Product, Upload, UploadKind
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel import clock, intake, tables
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.intake import Intake, Looked

FIELDS: Mapping[str, tuple[str, ...]] = {
    UploadKind.ENTITLEMENTS: (
        "name", "products", "metric", "quantity", "starts_on", "ends_on", "edition", "price", "price_every",
        "contract", "owner", "notes",
    ),
    UploadKind.USAGE: ("email", "used_on"),
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    UploadKind.ENTITLEMENTS: ("products", "quantity"), UploadKind.USAGE: ("email", "used_on"),
}  # fmt: skip
MAY = {UploadKind.ENTITLEMENTS: P.MANAGE_ENTITLEMENTS, UploadKind.USAGE: P.REPORT}


@transaction.atomic
def upload(*, by: Actor, kind: str, name: str, raw: bytes, product: Product | None = None) -> Upload:
    """Take a file in, to look at. Its columns are guessed from their titles."""
    if kind not in UploadKind.values or (kind == UploadKind.USAGE) != (product is not None):
        raise Refused(_("Say what the file holds."), field="kind")
    _need(kind, by)
    text = tables.decoded(raw)
    header, _lines = tables.table(text)
    guessed = tables.guessed(header, FIELDS[kind], rules.CALLED)
    return Upload.objects.create(
        kind=kind, product=product, name=name[:200], text=text, mapping=guessed, by=str(by)
    )  # fmt: skip


@transaction.atomic
def map_columns(upload: Upload, *, by: Actor, mapping: Mapping[str, str]) -> None:
    """Say which column holds what."""
    _need(upload.kind, by)
    intake.name_columns(upload, mapping, FIELDS[upload.kind])


def lines_of(upload: Upload) -> tuple[list[str], list[list[str]]]:
    """Its titles and its lines, as they were handed in."""
    return tables.table(upload.text)


def forget_old() -> int:
    """Let files go that were handed in long ago."""
    return intake.forget_old(Upload.objects.all())


def _need(kind: str, by: Actor) -> None:
    by.need(MAY[UploadKind(kind)], _("hand in files of licences"))


def _taken_in(upload: Upload, by: Actor) -> Looked:
    rows, looked = intake.rows_of(upload, NEEDED[upload.kind]), Looked()
    if upload.product is not None:
        _note_uses(upload.product, rows, looked, by=by)
    else:
        _entitle(rows, looked, by=by)
    return looked


def _told(upload: Upload, looked: Looked, by: Actor) -> UploadRead:
    return UploadRead(record=upload.pk, by=by, made=looked.made, refused=len(looked.refused))


INTAKE = Intake[Upload, Looked](need=lambda upload, by: _need(upload.kind, by), read=_taken_in, fact=_told)
look, take_in = INTAKE.try_out, INTAKE.take_in


Row = tuple[int, dict[str, str]]


def _entitle(rows: list[Row], looked: Looked, *, by: Actor) -> None:
    known = _Known(rows)
    for number, row in rows:
        try:
            with transaction.atomic():
                entitle(by=by, **known.said(row))
        except Refused as no:
            looked.refused.append((number, no.message))
        else:
            looked.made += 1


def _note_uses(product: Product, rows: list[Row], looked: Looked, *, by: Actor) -> None:
    """The latest day of each person counts; who is not known, and days to come, are refused."""
    emails = {row["email"].lower() for _number, row in rows}
    known = set(Person.objects.filter(email__in=emails).values_list("email", flat=True))
    days: dict[str, date] = {}
    for number, row in rows:
        try:
            email, day = _address(row["email"], known), _used_on(row["used_on"])
        except Refused as no:
            looked.refused.append((number, no.message))
            continue
        days[email] = max(day, days.get(email, day))
        looked.made += 1
    if days:
        note_sign_ins(product, by=by, days=days, source="vendor's list")


def _address(text: str, known: set[str]) -> str:
    if text.lower() not in known:
        raise Refused(_("Nobody has the address “%(text)s”.") % {"text": text[:80]}, field="email", code="unknown")
    return text.lower()


def _used_on(text: str) -> date:
    """A day, also with a time behind it, as vendors write it."""
    day = tables.day(text.replace("T", " ").split(" ")[0], "used_on")
    if day is None:
        raise Refused(_("A line says who, and when last."), field="used_on", code="missing")
    if day > clock.now().date():
        raise Refused(_("“%(text)s” is to come.") % {"text": text[:40]}, field="used_on")
    return day


class _Known:
    """What lines name: products, contracts and people, each looked up once."""

    def __init__(self, rows: list[Row]) -> None:
        self.products: dict[str, list[Product] | Refused] = {}
        numbers = {row.get("contract", "").upper() for _number, row in rows} - {""}
        self.contracts = {one.number: one for one in Contract.objects.filter(number__in=numbers)}
        emails = {row.get("owner", "").lower() for _number, row in rows} - {""}
        self.owners = {one.email: one for one in Person.objects.filter(email__in=emails)}

    def said(self, row: dict[str, str]) -> dict[str, Any]:
        """What a line says. Refused when it names what is not there, or what is there already."""
        products = self._products(row.get("products", ""))
        quantity = tables.whole(row.get("quantity", ""), "quantity")
        if not quantity:
            raise Refused(_("A line says what, and how many."), field="quantity", code="missing")
        said: dict[str, Any] = {
            "name": row.get("name") or ", ".join(one.name for one in products)[:200],
            "products": products,
            "quantity": quantity,
            "metric": _one_of(rules.METRICS, row.get("metric", ""), "metric"),
            "starts_on": tables.day(row.get("starts_on", ""), "starts_on") or clock.now().date(),
            "ends_on": tables.day(row.get("ends_on", ""), "ends_on"),
            "price": tables.money(row.get("price", ""), "price"),
            "price_every": _one_of(rules.RHYTHMS, row.get("price_every", ""), "price_every"),
            "contract": _found(self.contracts, row.get("contract", "").upper(), "contract"),
            "owner": _found(self.owners, row.get("owner", "").lower(), "owner"),
            "edition": row.get("edition", "")[:80],
            "notes": row.get("notes", ""),
        }
        _refuse_again(said, by_day=bool(row.get("starts_on")))
        return said

    def _products(self, text: str) -> list[Product]:
        if text not in self.products:
            try:
                self.products[text] = queries.products_named(text.replace("|", ";").split(";"))
            except Refused as no:
                self.products[text] = no
        found = self.products[text]
        if isinstance(found, Refused):
            raise Refused(found.message, field="products", code=found.code)
        return found


def _one_of(known: Mapping[str, Any], text: str, name: str) -> Any:
    if text.lower() not in known:
        raise Refused(_("“%(text)s” is not known.") % {"text": text[:40]}, field=name, code="unknown")
    return known[text.lower()]


def _found(known: Mapping[str, Any], text: str, name: str) -> Any:
    if text and text not in known:
        raise Refused(_("There is no %(text)s.") % {"text": text[:80]}, field=name, code="unknown")
    return known.get(text)


def _refuse_again(said: dict[str, Any], *, by_day: bool) -> None:
    names = ("name", "quantity", "metric", "ends_on", "contract", *(("starts_on",) if by_day else ()))
    same = {name: said[name] for name in names}
    if found := Entitlement.objects.filter(products=said["products"][0], **same).first():
        raise Refused(_("It is there already: %(number)s.") % {"number": found.number}, code="taken")
