"""Reads: what is to come, what an item was bought with, and which line may be what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from watchkeep.estate.purchasing.models import Invoice, Line, Order, State, Unit

if TYPE_CHECKING:
    from watchkeep.estate.assets.models import Item
    from watchkeep.kernel.actors import Actor

MOST = 50


def orders(actor: Actor, *, state: str = "", supplier: int = 0, words: str = "") -> QuerySet[Order]:
    """Orders, the newest first, narrowed."""
    rows = Order.objects.visible_to(actor).select_related("supplier", "owner")
    if state == "open":
        rows = rows.open()
    elif state in State.values:
        rows = rows.filter(state=state)
    if supplier:
        rows = rows.filter(supplier=supplier)
    if words:
        fits = Q(number=words.upper()) | Q(reference__icontains=words) | Q(supplier__name__icontains=words)
        named = Line.objects.filter(Q(name__icontains=words) | Q(model__icontains=words)).values("order")
        rows = rows.filter(fits | Q(pk__in=named))
    return rows


def invoices(actor: Actor, *, words: str = "") -> QuerySet[Invoice]:
    """Invoices, the newest first, narrowed."""
    rows = Invoice.objects.visible_to(actor).select_related("supplier", "order")
    return rows.filter(Q(reference__icontains=words) | Q(supplier__name__icontains=words)) if words else rows


def lines_for(item: Item, actor: Actor) -> list[Line]:
    """Lines with a unit that may be this item: of its class or one above it, those of its model first."""
    fits = Line.objects.filter(
        cls__path__in=item.cls.line, received__lt=F("quantity"), order__in=Order.objects.visible_to(actor).open()
    )
    rows = list(fits.select_related("order__supplier", "cls").order_by("-id")[:MOST])
    return sorted(rows, key=lambda line: not (line.model and line.model.lower() == item.model.lower()))


def unit_of(item: int) -> Unit | None:
    """With which line an item was ordered; None where it was not."""
    return Unit.objects.filter(item=item).select_related("line__order__supplier", "receipt").first()


def units_of(lines: Iterable[Line]) -> dict[int, list[Unit]]:
    """The units of these lines, by line, in one statement."""
    found: dict[int, list[Unit]] = {line.pk: [] for line in lines}
    for unit in Unit.objects.filter(line__in=[*found]).select_related("item", "receipt").order_by("id"):
        found[unit.line_id].append(unit)
    return found
