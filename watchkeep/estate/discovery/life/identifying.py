"""Identifying: which thing was found. The same again costs next to nothing; what is new is brought together anew.

All traces that hang together are decided about as a whole, whatever the order in which they came. Each keeps the item
that was made for it; of several that are one thing the oldest stands for all, and what each brought stays its own.
One at a time: two that find the same new thing would make two items of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass, Source
from watchkeep.estate.assets.permissions import P as Assets
from watchkeep.estate.discovery.life import doubting, tracing
from watchkeep.estate.discovery.models import Agent, Found, Rejudging, Trace
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import partition, placeholders
from watchkeep.estate.discovery.rules.marks import CONFIDENCE, Mark
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import Actor

ANYTHING = "other"


@dataclass(frozen=True)
class Match:
    """Which item something is. ``item`` keeps what this source tells of it, ``stands_for`` is the one that is shown.

    ``why`` is the mark by which it was recognised, None for what is new. ``confidence`` in percent.
    """

    trace: int
    item: int
    stands_for: int
    is_new: bool
    why: Mark | None
    confidence: int


@transaction.atomic
def identify_many(
    found: Sequence[Found],
    *,
    source: Source,
    by: Actor,
    at: datetime | None = None,
    moments: Sequence[datetime] = (),
    places: Mapping[int, Item] | None = None,
) -> list[Match | None]:
    """Say of each which item it is, in order; None for what bears nothing that tells it apart.

    ``moments``: when each was found, where that is not one and the same.
    """
    by.need(P.RECEIVE, _("say what was found"))
    locks.wait_for("identification")
    now = clock.now()
    moments = [min(one, now) for one in moments] or [min(at or now, now)] * len(found)
    kept = tracing.keep(found, source=source, moments=moments, places=places)
    new = {one.pk: found[position] for position, one in enumerate(kept) if one and one.item is None}
    asked = {one.pk for one in kept if one and (one.is_new or one.has_kin or one.item is None)}
    since = min(moments, default=now)
    placed = bring_together(asked, new=new, source=source, by=by, at=since) if asked else {}
    roots = _roots({one.item for one in kept if one and one.item and one.pk not in placed})
    made = _first_of_new(placed, new)
    return [_match(one, placed, roots, made) if one else None for one in kept]


def bring_together(
    asked: set[int],
    *,
    by: Actor,
    new: Mapping[int, Found] | None = None,
    source: Source | None = None,
    at: datetime | None = None,
) -> dict[int, tuple[Trace, int]]:
    """Decide anew about these traces and all that hang together with them; each with the item that stands for it."""
    by = _reporter(by)
    component = tracing.reach(asked)
    outcome = partition.decide(component.traces, same=component.same, apart=component.apart)
    lost = _elsewhere(component.rows)
    homes, owner = _homes(outcome.groups, component.rows, lost)
    made = _made(outcome.groups, component.rows, homes, new or {}, source=source, by=by, at=at)
    homes |= made
    owner |= {home: number for number, home in made.items()}
    shared = _shared(component)
    changed, moved, placed = [], list[int](), {}
    for number, group in enumerate(outcome.groups):
        for pk in group:
            row, mark = component.rows[pk], outcome.joined_by.get(pk)
            was = _standing(row)
            if row.item_id is None or owner.get(row.item_id) != number:
                moved += [pk] if row.item_id else []
                row.item_id = homes[number]
            row.has_kin, row.confidence = pk in shared, CONFIDENCE[mark.kind] if mark else 100
            row.why_kind, row.why_value = mark or ("", "")
            if was != _standing(row):
                changed.append(row)
            placed[pk] = (row, homes[number])
    tracing.place(changed)
    if moved:
        Agent.objects.filter(trace__in=moved).update(meaning=None)  # what they say next is read whole, for another item
    assets.stand_for({row.item_id: home for row, home in placed.values() if row.item_id}, by=by)
    doubting.keep_up(outcome.doubts, placed, by=by)
    return placed


def _reporter(by: Actor) -> Actor:
    """Whoever may say what things are may let the register know."""
    return replace(by, permissions=by.permissions | {Assets.REPORT}) if by.person else by


def _standing(row: Trace) -> tuple[object, ...]:
    return row.item_id, row.has_kin, row.why_kind, row.why_value


def _shared(component: tracing.Component) -> set[int]:
    """The traces that share a mark with another one, or of which somebody said that they are the same as another."""
    bearers = Counter(mark for trace in component.traces for mark in trace.marks)
    said = {pk for pair in component.same for pk in pair}
    return said | {trace.pk for trace in component.traces if any(bearers[mark] > 1 for mark in trace.marks)}


def _elsewhere(rows: Mapping[int, Trace]) -> set[int]:
    """The items of these traces that others had first, which hang together with them no longer.

    That can only be while what bears a placeholder, new or gone, is judged again: others keep what they had first.
    """
    if not Rejudging.objects.filter(ended_at=None).exists():
        return set()
    own = {row.item_id for row in rows.values() if row.item_id}
    first = Trace.objects.filter(item__in=own).order_by().values("item").annotate(first=Min("pk"))
    return {pk for pk, one in first.values_list("item", "first") if one not in rows}


def _homes(
    groups: Sequence[tuple[int, ...]], rows: Mapping[int, Trace], elsewhere: set[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """The item that stands for each group, the oldest of its own; and of which group each item is.

    An item is of the group in which the first of its traces is: what else was told of it gets another one.
    """
    homes: dict[int, int] = {}
    owner: dict[int, int] = {}
    first: dict[int, int] = {}
    for pk in sorted(rows):
        first.setdefault(rows[pk].item_id or 0, pk)
    for at, group in enumerate(groups):
        own = {item for pk in group if (item := rows[pk].item_id) and first[item] in group} - elsewhere
        if own:
            homes[at] = min(own)
            owner |= dict.fromkeys(own, at)
    return homes, owner


def _made(
    groups: Sequence[tuple[int, ...]],
    rows: Mapping[int, Trace],
    homes: Mapping[int, int],
    new: Mapping[int, Found],
    *,
    source: Source | None,
    by: Actor,
    at: datetime | None,
) -> dict[int, int]:
    """New items for groups that have none."""
    homeless = [at for at in range(len(groups)) if at not in homes]
    if not homeless:
        return {}
    classes = {cls.slug: cls for cls in ItemClass.objects.all()}
    of = {at: next((rows[pk] for pk in groups[at] if pk in new), rows[groups[at][0]]) for at in homeless}
    things = [
        assets.Found(cls=classes.get(row.kind, classes[ANYTHING]), name=row.name, values=values_of(new[row.pk]))
        if row.pk in new
        else assets.Found(cls=classes.get(row.kind, classes[ANYTHING]), name=row.name)
        for row in of.values()
    ]
    items = assets.add_found(things, by=by, source=source or rows[groups[homeless[0]][0]].source, at=at)
    return dict(zip(homeless, (item.pk for item in items), strict=True))


def _roots(items: set[int]) -> dict[int, int]:
    """The items that stand for these."""
    rows = Item.objects.filter(pk__in=items).values_list("pk", "merged_into") if items else ()
    return {pk: into or pk for pk, into in rows}


def _first_of_new(placed: Mapping[int, tuple[Trace, int]], new: Mapping[int, Found]) -> set[int]:
    """Of each item that nobody had told of before, the trace that was given first."""
    known = {home for pk, (_row, home) in placed.items() if pk not in new}
    first: dict[int, int] = {}
    for pk in new:
        first.setdefault(placed[pk][1], pk)
    return {pk for home, pk in first.items() if home not in known}


def _match(
    one: tracing.Kept, placed: Mapping[int, tuple[Trace, int]], roots: Mapping[int, int], made: Collection[int]
) -> Match:
    if one.pk not in placed:
        item = one.item or 0
        return Match(one.pk, item, roots.get(item, item), False, one.why, one.confidence)  # reads as it is
    row, home = placed[one.pk]
    why = Mark(row.why_kind, row.why_value) if row.why_kind else None
    return Match(one.pk, row.item_id or home, home, one.pk in made, why, row.confidence)


def values_of(found: Found) -> dict[str, Any]:
    """What a source tells of a thing, by the names that the register has for it."""
    told = {
        "name": found.name or found.key,
        "serial": "" if placeholders.is_placeholder(found.serial) else found.serial,
        "manufacturer": "" if placeholders.is_placeholder(found.manufacturer) else found.manufacturer,
        "model": "" if placeholders.is_placeholder(found.model) else found.model,
    }
    return {**found.attributes, **{name: value for name, value in told.items() if value}}
