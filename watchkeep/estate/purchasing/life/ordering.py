"""Ordering: what is to come, each unit an item from this day on; corrected; and what will not come is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass, Source
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.purchasing.events import OrderClosed, OrderEdited, OrderPlaced
from watchkeep.estate.purchasing.life.steps import LIFE, hold
from watchkeep.estate.purchasing.models import Line, Order, Unit
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Supplier
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

SOURCE = "orders"
"""The source that says of an item what its order said."""
MOST_LINES = 100
KNOWN = ("reference", "contract", "owner", "ordered_on", "expected_on", "cost_centre", "notes")
"""What may be known of an order, besides its supplier and its lines."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A line of an order. Prices in euro, for one; without a class it is nothing that is looked after."""

    name: str
    quantity: int
    price: Decimal = Decimal(0)
    cls: ItemClass | None = None
    manufacturer: str = ""
    model: str = ""
    warranty_months: int | None = None
    depreciation_months: int | None = None


@transaction.atomic
def place(*, by: Actor, supplier: Supplier, lines: Sequence[Wanted], **known: Any) -> Order:
    """Order something. Each unit of a class is an item from now on, in the state of what was ordered."""
    by.need(P.MANAGE, _("order things"))
    if not lines:
        raise Refused(_("Order at least one thing."), field="lines", code="missing")
    if len(lines) > MOST_LINES:
        raise Refused(_("At most %(most)s lines.") % {"most": MOST_LINES}, field="lines", code="too_many")
    if not Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk).is_active:
        raise Refused(_("We buy there no longer."), field="supplier", code="retired")
    order = Order(number=next_number("PO"))
    _write(order, {**known, "supplier": supplier})
    kept = [_line(order, one) for one in lines]
    units = sum(_make_items(order, line, by=by) for line in kept if line.cls)
    tell(OrderPlaced(record=order.pk, by=by, number=order.number, supplier=supplier.pk, units=units))
    return order


@transaction.atomic
def edit(order: Order, *, by: Actor, **changes: Any) -> None:
    """Correct what is known of it. What was ordered stays: close it, and order anew."""
    by.need(P.MANAGE, _("edit orders"))
    hold(order)
    if changed := _write(order, changes):
        tell(OrderEdited(record=order.pk, by=by, number=order.number, changed=changed))


@transaction.atomic
def close(order: Order, *, by: Actor, reason: str) -> None:
    """What has not come will not come: its items are retired."""
    reason = reason.replace("\x00", "").strip()[:300]
    hold(order)
    LIFE.move(order, "close", by=by, reason=reason)
    to_come = Item.objects.filter(pk__in=Unit.objects.filter(line__order=order, receipt=None).values("item"))
    for item in to_come.filter(state=ItemState.ORDERED).select_related("cls"):
        assets.retire(item, by=lent(by, Items.MANAGE))
    tell(OrderClosed(record=order.pk, by=by, number=order.number, reason=reason))


def lent(by: Actor, *permissions: str) -> Actor:
    """Whoever may do this with an order may do what it means for its items."""
    return replace(by, permissions=by.permissions | {*permissions}) if by.person else by


def bought_with(order: Order, line: Line) -> dict[str, Any]:
    """What an order says of its items."""
    return {
        "supplier": order.supplier, "contract": order.contract, "cost_centre": order.cost_centre,
        "bought_on": order.ordered_on, "price": line.price or None, "order_number": order.number,
        "depreciation_months": line.depreciation_months,
    }  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The day so many months later, or the last of that month."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _write(order: Order, values: dict[str, Any]) -> list[str]:
    if unknown := values.keys() - {*KNOWN, "supplier"}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    supplier = values.get("supplier") or order.supplier
    reference = str(values.get("reference", order.reference)).strip()
    same = Order.objects.filter(supplier=supplier, reference=reference).exclude(pk=order.pk)
    if reference and same.exists():
        raise Refused(_("There is an order of this number already."), field="reference", code="taken")
    return save(order, **values)


def _line(order: Order, wanted: Wanted) -> Line:
    line = Line(order=order)
    said = asdict(replace(wanted, cls=None)) | {"cls": wanted.cls}
    try:
        save(line, **said)
    except ValidationError as error:  # what its table refuses
        raise Refused(error.messages[0], field="lines") from error
    return line


def _make_items(order: Order, line: Line, *, by: Actor) -> int:
    if line.cls is None:
        return 0
    values = {name: text for name in ("manufacturer", "model") if (text := getattr(line, name))}
    one = assets.Found(
        cls=line.cls, name=line.name, values=values, state=ItemState.ORDERED, known=bought_with(order, line)
    )
    source = Source.objects.get(slug=SOURCE)
    items = assets.add_found([one] * line.quantity, by=lent(by, Items.REPORT), source=source)
    Unit.objects.bulk_create(Unit(line=line, item=item) for item in items)
    return len(items)
