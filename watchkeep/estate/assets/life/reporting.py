"""Reports: what sources say, many at a time. The same again costs next to nothing and tells nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import ItemAdded, ItemMet, ItemObserved
from watchkeep.estate.assets.life import handling
from watchkeep.estate.assets.life.judging import Docket
from watchkeep.estate.assets.models import Item, ItemClass, Report, Source, SourceKind, State
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.rules import values as attributes
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell_many
from watchkeep.kernel.numbering import next_numbers

SIGHTINGS = (SourceKind.AGENT, SourceKind.CLOUD, SourceKind.NETWORK)
"""Kinds of source that have met the item itself."""
SEEN_TO_THE = timedelta(hours=1)
"""How exactly an item says when it was last seen; each report knows it to the second."""
_HEARD = """
UPDATE assets_report r SET seen_at = d.at
  FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(item, at)
 WHERE r.source_id = %s AND r.item_id = d.item AND r.seen_at < d.at
"""
_MET = """
UPDATE assets_item i SET last_seen_at = d.at, first_seen_at = least(coalesce(i.first_seen_at, d.at), d.at)
  FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(item, at) JOIN assets_item o ON o.id = d.item
  JOIN assets_item was ON was.id = coalesce(o.merged_into_id, o.id)
 WHERE i.id = was.id
   AND (i.last_seen_at IS NULL OR i.last_seen_at < d.at - make_interval(secs => %s))
RETURNING i.id, was.first_seen_at IS NULL,
          NOT i.is_active AND coalesce(was.last_seen_at < d.at - make_interval(secs => %s), true)
"""
SPOKEN_OF_AFTER = timedelta(days=1)
"""So often at most is it told that something which is gone was met."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a source says of an item. ``whole``: what it no longer says, it takes back; else it adds to what it said."""

    item: int
    values: Mapping[str, Any]
    at: datetime | None = None
    confidence: int = 100
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Found:
    """A thing that no item stands for yet, as a source describes it. ``known``: columns that people decide."""

    cls: ItemClass
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    state: State = State.IN_USE
    confidence: int = 100
    known: Mapping[str, Any] = field(default_factory=dict)


def report(
    item: Item,
    *,
    by: Actor,
    source: Source,
    values: Mapping[str, Any],
    at: datetime | None = None,
    confidence: int = 100,
    whole: bool = True,
) -> list[str]:
    """Hear what a source says of one item, and say which attributes are others now."""
    said = Said(item=item.pk, values=values, at=at, confidence=confidence, whole=whole)
    changed = report_many([said], by=by, source=source).get(item.pk, [])
    item.refresh_from_db()
    return changed


@transaction.atomic
def report_many(said: Sequence[Said], *, by: Actor, source: Source) -> dict[int, list[str]]:
    """Hear what a source says of many items, and say which attributes are others now, by item.

    A dozen statements, however many they are. What comes late, after a newer report of the same source, is passed
    over; a clock in the future is put right. Values that are not what their attribute asks are left out.
    """
    by.need(P.REPORT, _("report what items are like"))
    now = clock.now()
    told = {one.item: (one, min(one.at or now, now), _digest(one)) for one in said}
    known = {
        item: (digest, seen_at)
        for item, digest, seen_at in Report.objects.filter(source=source, item__in=[*told]).values_list(
            "item", "digest", "seen_at"
        )
    }
    news = {pk for pk, (_one, _at, digest) in told.items() if pk not in known or known[pk][0] != digest}
    same = {pk: at for pk, (_one, at, _digest) in told.items() if pk not in news}
    _hear_again(same, source)
    changed = _hear({pk: told[pk] for pk in sorted(news)}, by=by, source=source) if news else {}
    if source.kind in SIGHTINGS:
        see_again({pk: at for pk, (_one, at, _digest) in told.items()}, by=by)
    return changed


@transaction.atomic
def add_found(found: Sequence[Found], *, by: Actor, source: Source, at: datetime | None = None) -> list[Item]:
    """Look after things that a source has found. As many statements for a thousand as for one."""
    by.need(P.REPORT, _("report what items are like"))
    items = Item.objects.bulk_create(
        Item(number=number, cls=one.cls, name=_named(one.name), state=one.state, **one.known)
        for number, one in zip(next_numbers("CI", len(found)), found, strict=True)
    )
    tell_many([ItemAdded(record=item.pk, by=by, name=item.name) for item in items])
    said = [
        Said(item=item.pk, values={**one.values, "name": item.name}, at=at, confidence=one.confidence)
        for item, one in zip(items, found, strict=True)
    ]
    report_many(said, by=by, source=source)
    return items


@transaction.atomic
def see_again(seen: Mapping[int, datetime], *, by: Actor) -> None:
    """These items were met at these moments, with nothing new to say: what was missing is found."""
    by.need(P.REPORT, _("report what items are like"))
    waits = (SEEN_TO_THE.total_seconds(), SPOKEN_OF_AFTER.total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(_MET, [[*seen], [*seen.values()], *waits])
        rows = cursor.fetchall()
    tell_many([ItemMet(record=pk, by=by, is_first=is_first) for pk, is_first, is_back in rows if is_first or is_back])
    met = Item.objects.filter(pk__in=[*seen]).values(home=Coalesce("merged_into", "pk"))
    for item in Item.objects.filter(pk__in=met, state=State.MISSING):
        handling.find(item, by=_finder(by))


@transaction.atomic
def judge_due(at: datetime, most: int = 100) -> int:
    """Look again at items where a word that counted has grown too old; how many there were."""
    due = Item.objects.filter(judge_at__lte=at).order_by("judge_at")
    ids = [item.pk for item in due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:most]]
    if ids:
        _tell(Docket(ids).decide(by=CLOCK, at=at), by=CLOCK, source="")
    return len(ids)


def _hear(told: Mapping[int, tuple[Said, datetime, str]], *, by: Actor, source: Source) -> dict[int, list[str]]:
    merged = Item.objects.filter(pk__in=[*told], merged_into__isnull=False)
    homes = {pk: home for pk, home in merged.values_list("pk", "merged_into") if home}
    docket = Docket({*told, *homes.values()})
    fresh = []
    for pk in sorted(told.keys() & docket.items.keys()):
        one, at, digest = told[pk]
        last = docket.reports[pk].get((pk, source.pk))
        if last and last.seen_at > at:
            continue
        kept = last.values if last else {}
        clean = attributes.tidied(one.values, docket.described(pk))
        values = {n: kept[n] if n in kept and kept[n][0] == v else [v, at.isoformat()] for n, v in clean.items()}
        made = Report(
            item_id=pk, source=source, values=values if one.whole else {**kept, **values}, digest=digest, seen_at=at,
            confidence=max(0, min(one.confidence, 100)), pins=last.pins if last else {},
        )  # fmt: skip
        for home in {pk, homes.get(pk, pk)}:
            docket.reports[home][pk, source.pk] = made
        fresh.append(made)
    Report.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["item", "source"],
        update_fields=["values", "digest", "seen_at", "confidence"],
    )  # fmt: skip
    changed = docket.decide(by=by, at=clock.now(), because=source)
    _tell(changed, by=by, source=source.slug)
    return changed


def _hear_again(same: Mapping[int, datetime], source: Source) -> None:
    if same:
        with connection.cursor() as cursor:
            cursor.execute(_HEARD, [[*same], [*same.values()], source.pk])


def _tell(changed: Mapping[int, list[str]], *, by: Actor, source: str) -> None:
    if changed:
        tell_many([ItemObserved(record=pk, by=by, source=source, changed=names[:50]) for pk, names in changed.items()])


def _digest(said: Said) -> str:
    whole = (dict(said.values), said.confidence, said.whole)
    return secrets.digest(json.dumps(whole, sort_keys=True, default=str)).hex()[:32]


def _finder(by: Actor) -> Actor:
    """Whoever may report may say that what was missing is there."""
    return by if by.may(P.WORK) else replace(by, permissions=by.permissions | {P.WORK})


def _named(name: str) -> str:
    clean = name.replace("\x00", "").strip()[:255]
    if not clean:
        raise Refused(_("Give it a name."), field="name", code="missing")
    return clean
