"""The life of a stock-take: the map, and its verbs in the order in which they are lived."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets import queries as register
from watchkeep.estate.assets.models import ROOT_OF_PLACES, Item, ItemClass
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.stocktaking.events import Begun, Cancelled, Counted, Finished
from watchkeep.estate.stocktaking.models import Check, Outcome, State, Stocktake
from watchkeep.estate.stocktaking.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

MOST = 5000
FOUND = (Outcome.HERE, Outcome.ELSEWHERE, Outcome.EXTRA)
AT_HAND = (ItemState.IN_STOCK, ItemState.IN_USE, ItemState.IN_REPAIR)
_ADDRESS = re.compile(r"/items/(\d{1,18})(?:[/?#].*)?$")
LIFE = Lifecycle(
    Step("finish", (State.OPEN,), State.FINISHED, may=P.MANAGE, label=gettext_lazy("Finish")),
    Step("cancel", (State.OPEN,), State.CANCELLED, may=P.MANAGE, label=gettext_lazy("Cancel")),
)


@transaction.atomic
def begin(*, by: Actor, name: str, place: Item | None = None, cls: ItemClass | None = None) -> Stocktake:
    """Note what should be there: of a class, in a place and in those within it."""
    by.need(P.MANAGE, _("begin stock-takes"))
    if place is None and cls is None:
        raise Refused(_("Name a place, a class, or both."), field="place", code="missing")
    if place is not None and not place.cls.is_within(ROOT_OF_PLACES):
        raise Refused(_("%(name)s is no place.") % {"name": place.name}, field="place")
    expected = list(_expected(place, cls).values_list("pk", flat=True)[: MOST + 1])
    if len(expected) > MOST:
        raise Refused(_("At most %(most)s things: count a part of them.") % {"most": MOST}, code="too_many")
    made = Stocktake(number=next_number("ST"), starter_id=by.person)
    save(made, name=name, place=place, cls=cls)
    Check.objects.bulk_create(Check(stocktake=made, item_id=pk) for pk in expected)
    tell(Begun(record=made.pk, by=by, number=made.number, expected=len(expected)))
    return made


@transaction.atomic
def count(stocktake: Stocktake, *, by: Actor, code: str, place: Item | None = None, note: str = "") -> Check:
    """Something was met: a label, a tag, a number or a serial number. The same again says the same.

    ``place``: where it stands, when that is another one than the place that is counted.
    """
    by.need(P.COUNT, _("count"))
    if Stocktake.objects.select_for_update(no_key=True).get(pk=stocktake.pk).state != State.OPEN:
        raise Refused(_("It is not being counted any more."), code="wrong_state")
    code = code.replace("\x00", "").strip()[:120]
    if not code:
        raise Refused(_("Scan or type something."), field="code", code="missing")
    item = _meant(code)
    check = _check(stocktake, item, code)
    at_home = place is None or stocktake.place is None or place.pk in register.places_within(stocktake.place_id or 0)
    if item is None:
        check.outcome = Outcome.UNKNOWN
    elif check.outcome in {Outcome.EXPECTED, Outcome.HERE, Outcome.ELSEWHERE}:
        check.outcome = Outcome.HERE if at_home else Outcome.ELSEWHERE
    check.place, check.by, check.at = place or stocktake.place, str(by), clock.now()
    check.note = note.replace("\x00", "").strip()[:300] or check.note
    check.save()
    tell(Counted(record=stocktake.pk, by=by, item=check.item_id, outcome=check.outcome))
    return check


@transaction.atomic
def finish(stocktake: Stocktake, *, by: Actor, lose: bool) -> None:
    """What was found is where it was found, and seen; with ``lose``, what was not found is missing."""
    Stocktake.objects.select_for_update(no_key=True).get(pk=stocktake.pk)
    LIFE.move(stocktake, "finish", by=by, ended_at=clock.now())
    worker = replace(by, permissions=by.permissions | {*Items}) if by.person else by
    found = list(_checks(stocktake).filter(outcome__in=FOUND).order_by("item"))
    assets.see_again({one.item_id: one.at for one in found if one.item_id and one.at}, by=worker)
    moved = sum(_move(one, by=worker) for one in found)
    missed = _checks(stocktake).filter(outcome=Outcome.EXPECTED, item__state__in=AT_HAND).order_by("item")
    lost = [one.item for one in missed if one.item] if lose else []
    for item in lost:
        assets.lose(item, by=worker)
    stocktake.moved, stocktake.lost = moved, len(lost)
    stocktake.save(update_fields=["moved", "lost"])
    unknown = stocktake.checks.filter(outcome=Outcome.UNKNOWN).count()
    tell(Finished(
        record=stocktake.pk, by=by, number=stocktake.number, found=len(found), moved=moved, lost=len(lost),
        unknown=unknown,
    ))  # fmt: skip


@transaction.atomic
def cancel(stocktake: Stocktake, *, by: Actor) -> None:
    """Nothing comes of it. What was scanned stays to be read."""
    LIFE.move(stocktake, "cancel", by=by, ended_at=clock.now())
    tell(Cancelled(record=stocktake.pk, by=by, number=stocktake.number))


def _expected(place: Item | None, cls: ItemClass | None) -> QuerySet[Item]:
    rows = Item.objects.active().filter(merged_into=None).exclude(state=ItemState.ORDERED).order_by("pk")
    if cls is not None:
        rows = rows.of_class(cls.path)
    if place is not None:
        places = ItemClass.objects.within(ROOT_OF_PLACES).values("pk")
        rows = rows.filter(location__in=register.places_within(place.pk)).exclude(cls__in=places)
    return rows


def _meant(code: str) -> Item | None:
    """The one item that bears this; refused when several do."""
    address = _ADDRESS.search(code)
    said = Q(pk=int(address[1])) if address else Q(number=code.upper())
    found = list(Item.objects.filter(said)[:1])
    if not found and not address:
        bears = Item.objects.annotate(s=Upper("serial"), t=Upper("asset_tag"))
        tagged = list(bears.filter(~Q(asset_tag=""), t=code.upper(), merged_into=None)[:2])
        found = tagged or list(bears.filter(~Q(serial=""), s=code.upper(), merged_into=None)[:2])
    if len(found) > 1:
        raise Refused(_("Several things bear “%(code)s”: type the number of one.") % {"code": code}, field="code")
    return (found[0].merged_into or found[0]) if found else None


def _check(stocktake: Stocktake, item: Item | None, code: str) -> Check:
    """The row of it, held; a new one for what was not expected."""
    asked: dict[str, Any] = {"item": item} if item else {"item": None, "code": code}
    outcome = Outcome.EXTRA if item else Outcome.UNKNOWN
    made, _is_new = Check.objects.get_or_create(stocktake=stocktake, **asked, defaults={"outcome": outcome})
    return Check.objects.select_for_update(of=("self",)).get(pk=made.pk)


def _checks(stocktake: Stocktake) -> QuerySet[Check]:
    return stocktake.checks.filter(item__isnull=False).select_related("item__cls", "place__cls")


def _move(check: Check, *, by: Actor) -> bool:
    item = check.item
    if item is None or check.place is None or _is_in(item.location_id, check.place_id):
        return False
    return bool(assets.edit_item(item, by=by, location=check.place))


def _is_in(location: int | None, place: int | None) -> bool:
    """What lies in a rack in the room that was counted stays in the rack."""
    return location is not None and place in register.places_around(location)
