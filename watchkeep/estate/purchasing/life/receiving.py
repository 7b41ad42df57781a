"""Receiving: what was ordered comes, all of it or a part, with its serial numbers; or it was here all the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery.models import Found
from watchkeep.estate.discovery.permissions import P as Discovery
from watchkeep.estate.purchasing.events import GoodsReceived, UnitMatched
from watchkeep.estate.purchasing.life.ordering import SOURCE, bought_with, lent, months_after
from watchkeep.estate.purchasing.life.steps import LIFE, hold
from watchkeep.estate.purchasing.models import Line, Order, Receipt, Unit
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@dataclass(frozen=True, kw_only=True)
class Came:
    """So many of a line came; each serial number, and each tag at the same place, is that of one of them."""

    line: int
    quantity: int
    serials: Sequence[str] = ()
    tags: Sequence[str] = ()


@transaction.atomic
def receive(order: Order, *, by: Actor, came: Sequence[Came], location: Item | None = None, note: str = "") -> Receipt:
    """Take in what came. Its items lie in stock now, and what later reports their serial numbers is they."""
    hold(order)
    lines = {line.pk: line for line in order.lines.select_related("cls")}
    came = [one for one in came if one.quantity]
    _refuse_odd(came, lines)
    whole = sum(line.to_come for line in lines.values()) == sum(one.quantity for one in came)
    LIFE.move(order, "complete" if whole else "receive", by=by)
    receipt = Receipt.objects.create(
        order=order, by=str(by), quantity=sum(one.quantity for one in came), note=note.replace("\x00", "")[:120]
    )
    for one in came:
        line = lines[one.line]
        line.received += one.quantity
        line.save(update_fields=["received"])
        if line.cls_id:
            _take_in(line, one, receipt, location, by=by)
    tell(GoodsReceived(
        record=order.pk, by=by, number=order.number, receipt=receipt.pk, quantity=receipt.quantity, is_whole=whole
    ))  # fmt: skip
    return receipt


@transaction.atomic
def match(line: Line, item: Item, *, by: Actor) -> None:
    """What was found is one of these: it has come, and from now on has the order's price, warranty and papers."""
    order = line.order
    hold(order)
    line.refresh_from_db()
    if Unit.objects.filter(item=item).exists():
        raise Refused(_("It was ordered with another line."), code="taken")
    unit = line.units.filter(receipt=None).select_related("item").first()
    if unit is None:
        raise Refused(_("All of these have come already."), field="line", code="too_many")
    left = sum(one.to_come for one in order.lines.all())
    LIFE.move(order, "complete" if left == 1 else "receive", by=by)
    line.received += 1
    line.save(update_fields=["received"])
    unit.receipt = Receipt.objects.create(order=order, by=str(by), quantity=1, note=_("Found in the estate"))
    placeholder, unit.item = unit.item, item
    unit.save(update_fields=["receipt", "item"])
    assets.retire(placeholder, by=lent(by, Items.MANAGE))
    assets.stand_for({placeholder.pk: item.pk}, by=lent(by, Items.REPORT))
    _buy(item, order, line, by=by)
    tell(UnitMatched(record=order.pk, by=by, number=order.number, item=item.pk))


@transaction.atomic
def follow_merge(merged: int, into: int) -> None:
    """What was ordered turned out to be something that was known already: that has the order's price and papers now."""
    unit = Unit.objects.filter(item=merged).select_related("line__order__supplier", "line__order__contract").first()
    if unit is None or Unit.objects.filter(item=into).exists():
        return
    unit.item = Item.objects.select_related("cls").get(pk=into)
    unit.save(update_fields=["item"])
    _buy(unit.item, unit.line.order, unit.line, by=CLOCK)


def _refuse_odd(came: Sequence[Came], lines: dict[int, Line]) -> None:
    if not came:
        raise Refused(_("Say how many of what came."), field="came", code="missing")
    if len({one.line for one in came}) < len(came) or any(one.line not in lines for one in came):
        raise Refused(_("Name each line of this order once."), field="came", code="invalid")
    for one in came:
        line = lines[one.line]
        if not 0 < one.quantity <= line.to_come:
            words = {"name": line.name, "n": line.to_come}
            raise Refused(_("%(name)s: at most %(n)s are still to come.") % words, field="came", code="too_many")
        if len(one.serials) > one.quantity or len(one.tags) > one.quantity:
            raise Refused(_("%(name)s: more numbers than things.") % {"name": line.name}, field="came")
    for numbers in ([text for one in came for text in one.serials], [text for one in came for text in one.tags]):
        again = [text for text, times in Counter(filter(None, numbers)).items() if times > 1]
        if again:
            raise Refused(_("Twice: %(what)s.") % {"what": again[0][:60]}, field="came", code="taken")


def _take_in(line: Line, one: Came, receipt: Receipt, location: Item | None, *, by: Actor) -> None:
    units = list(line.units.filter(receipt=None).select_related("item__cls")[: one.quantity])
    told = list(zip(_padded(one.serials, units), _padded(one.tags, units), strict=True))
    worker = lent(by, Items.WORK, Items.MANAGE)
    for place, unit in enumerate(units):
        serial, tag = told[place]
        unit.receipt = receipt
        known: dict[str, Any] = {"warranty_ends_on": _warranty(line), "location": location or unit.item.location}
        known |= {name: text for name, text in (("serial", serial), ("asset_tag", tag)) if text}
        if unit.item.state == ItemState.ORDERED:
            assets.receive(unit.item, by=worker)
        assets.edit_item(unit.item, by=worker, **known)
    Unit.objects.bulk_update(units, ["receipt"])
    _recognise(units, by=by)


def _recognise(units: Sequence[Unit], *, by: Actor) -> None:
    """Let what reports these serial numbers be known as these items, also when it reported them before."""
    told = [unit.item for unit in units if unit.item.serial]
    things = [
        Found(
            key=item.number, kind=item.cls.slug, name=item.name, serial=item.serial, manufacturer=item.manufacturer,
            model=item.model,
        )
        for item in told
    ]  # fmt: skip
    if things:
        source = Source.objects.get(slug=SOURCE)
        finder = lent(by, Discovery.RECEIVE, Items.REPORT)
        discovery.identify_many(things, source=source, by=finder, places=dict(enumerate(told)))


def _buy(item: Item, order: Order, line: Line, *, by: Actor) -> None:
    known = bought_with(order, line) | {"warranty_ends_on": _warranty(line)}
    known = {name: value for name, value in known.items() if value not in {None, ""}}
    assets.edit_item(item, by=lent(by, Items.MANAGE), **known)


def _warranty(line: Line) -> Any:
    return months_after(clock.now().date(), line.warranty_months) if line.warranty_months else None


def _padded(given: Sequence[str], units: Sequence[Unit]) -> list[str]:
    clean = [text.replace("\x00", "").strip() for text in given]
    return clean + [""] * (len(units) - len(clean))
