"""Relating items: by a person, one at a time, and by a source, all that it says of an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.events import Related, Unrelated
from watchkeep.estate.assets.models import MEANINGS, Item, Relation, RelationKind, Source
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.rules import joining
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many

OUTGOING: Final = "out"
"""The relation begins at the item."""
INCOMING: Final = "in"
"""The relation ends at the item."""
BOTH: Final = (OUTGOING, INCOMING)
Triple = tuple[int, str, int]
Sides = Mapping[tuple[str, str], Collection[int]]
"""For each kind of relation and direction the ids on the other side."""

_OPEN = """
INSERT INTO assets_relation AS r (from_item_id, kind, to_item_id, since, sources)
SELECT d.a, d.kind, d.b, %s, ARRAY[%s::bigint]
  FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS d(a, kind, b)
 ORDER BY d.kind, least(d.a, d.b), greatest(d.a, d.b)
ON CONFLICT {one}
   DO UPDATE SET sources = r.sources || EXCLUDED.sources WHERE NOT r.sources @> EXCLUDED.sources
RETURNING from_item_id, kind, to_item_id, cardinality(sources) = 1
"""
_ONE_EACH_WAY = "(from_item_id, kind, to_item_id) WHERE until IS NULL"
_ONE_FOR_BOTH = (
    "(least(from_item_id, to_item_id), greatest(from_item_id, to_item_id)) WHERE until IS NULL AND kind = 'connects_to'"
)
_CLOSE = """
UPDATE assets_relation r
   SET sources = array_remove(r.sources, %s::bigint),
       until = CASE WHEN r.sources <@ ARRAY[%s::bigint] THEN greatest(r.since, %s) END
 WHERE r.id = ANY(%s) AND r.until IS NULL AND r.sources @> ARRAY[%s::bigint]
RETURNING from_item_id, kind, to_item_id, until IS NOT NULL
"""


@transaction.atomic
def relate(item: Item, other: Item, *, by: Actor, kind: str) -> Relation:
    """Say that the one hangs on the other. A circle is no error; the same twice is refused."""
    by.need(P.WORK, _("relate items"))
    if kind not in MEANINGS:
        raise Refused(_("There is no such relation."), field="kind")
    if item.pk == other.pk:
        raise Refused(_("An item does not hang on itself."), field="other")
    if not queries.joins().may_join(item.cls.line, kind, other.cls.line):
        words = {"one": item.cls, "relation": MEANINGS[kind].forwards, "other": other.cls}
        raise Refused(_("“%(relation)s” does not join a %(one)s to a %(other)s.") % words, field="kind")
    triple = (item.pk, kind, other.pk)
    opened = _open([triple], source=queries.source_of_people(), at=clock.now())
    if not opened:
        raise Refused(_("That is known already."), field="other")
    tell(Related(record=item.pk, by=by, relation=kind, other=other.pk))
    return Relation.objects.open().get(from_item=item, kind=kind, to_item=other)


@transaction.atomic
def unrelate(relation: Relation, *, by: Actor) -> None:
    """Say that it holds no longer, whoever says so. A source that still sees it will say it again."""
    by.need(P.WORK, _("relate items"))
    now = clock.now()
    if Relation.objects.filter(pk=relation.pk).open().update(until=max(now, relation.since)) != 1:
        raise Refused(_("It is over already."))
    relation.until = now
    tell(Unrelated(record=relation.from_item_id, by=by, relation=relation.kind, other=relation.to_item_id))


@transaction.atomic
def relate_many(
    item: Item,
    said: Sides,
    *,
    by: Actor,
    source: Source,
    at: datetime | None = None,
) -> None:
    """Make what a source says of an item's relations hold, and nothing else of what it said before.

    ``said``: for each kind and direction of which the source speaks, the ids on the other side; of kinds that are not
    named it says nothing. Of what an item connects to it speaks both ways. What joins classes that it may not join, or
    the item to itself, is left out.
    """
    relate_all({item.pk: said}, by=by, source=source, at=at)


@transaction.atomic
def relate_all(said: Mapping[int, Sides], *, by: Actor, source: Source, at: datetime | None = None) -> None:
    """The same of many items, by their ids. As many statements for a thousand as for one."""
    by.need(P.REPORT, _("report what items are like"))
    if not said:
        return
    now = clock.now()
    at = min(at or now, now)
    held = {
        joining.either_way(row.from_item_id, row.kind, row.to_item_id): row.pk for row in _said_before(said, source)
    }
    wanted = _fitting(said)
    opened = _open(sorted(triple for way, triple in wanted.items() if way not in held), source=source, at=at)
    closed = _close([pk for way, pk in held.items() if way not in wanted], source=source, at=at)
    tell_many([Related(record=a, by=by, relation=kind, other=b) for a, kind, b in opened])
    tell_many([Unrelated(record=a, by=by, relation=kind, other=b) for a, kind, b in closed])


@transaction.atomic
def relate_found(triples: Collection[Triple], *, by: Actor, source: Source) -> list[Triple]:
    """Let a source say these besides what it said before (each checked to be allowed); those that are new."""
    by.need(P.REPORT, _("report what items are like"))
    opened = _open(triples, source=source, at=clock.now())
    tell_many([Related(record=a, by=by, relation=kind, other=b) for a, kind, b in opened])
    return opened


def _said_before(said: Mapping[int, Sides], source: Source) -> Iterable[Relation]:
    """What the source has said of these items, of the kinds and directions of which it speaks now."""
    speaks: dict[tuple[str, str], list[int]] = {}
    for item, sides in said.items():
        for kind, direction in sides:
            for way in BOTH if kind == RelationKind.CONNECTS_TO else (direction,):
                speaks.setdefault((kind, way), []).append(item)
    asked = Q(pk__in=())
    for (kind, direction), items in speaks.items():
        asked |= Q(kind=kind, **{"from_item__in" if direction == OUTGOING else "to_item__in": items})
    return Relation.objects.open().filter(asked, sources__contains=[source.pk])


def _fitting(said: Mapping[int, Sides]) -> dict[Triple, Triple]:
    """What is said and may be, each as it is written down, by what it is either way."""
    ids = {*said, *(other for sides in said.values() for others in sides.values() for other in others)}
    rows = Item.objects.filter(pk__in=ids).select_related("cls").only("cls")
    lines = {one.pk: one.cls.line for one in rows}
    wanted: dict[Triple, Triple] = {}
    joins = queries.joins()
    for item, (kind, direction), other in (
        (item, side, other) for item, sides in said.items() for side, others in sides.items() for other in others
    ):
        ends = (item, other) if direction == OUTGOING else (other, item)
        if item == other or not lines.keys() >= {item, other}:
            continue
        if kind == RelationKind.CONNECTS_TO:
            ends = joining.towards_the_network(min(ends), max(ends), lines)
        if joins.may_join(lines[ends[0]], kind, lines[ends[1]]):
            wanted[joining.either_way(ends[0], kind, ends[1])] = (ends[0], kind, ends[1])
    return wanted


def _open(triples: Collection[Triple], *, source: Source, at: datetime) -> list[Triple]:
    """Let the source say these; those that were not open before."""
    mutual = [one for one in triples if one[1] == RelationKind.CONNECTS_TO]
    others = [one for one in triples if one[1] != RelationKind.CONNECTS_TO]
    apart = {joining.either_way(*one): one for one in reversed(mutual)}
    several = ((others, _ONE_EACH_WAY), ([*apart.values()], _ONE_FOR_BOTH))
    opened: list[Triple] = []
    for some, one in several:
        if some:
            froms, kinds, tos = zip(*some, strict=True)
            with connection.cursor() as cursor:
                cursor.execute(_OPEN.format(one=one), [at, source.pk, [*froms], [*kinds], [*tos]])
                opened += [(a, kind, b) for a, kind, b, is_new in cursor.fetchall() if is_new]
    return opened


def _close(ids: Collection[int], *, source: Source, at: datetime) -> list[Triple]:
    """Let the source say these no longer; those that nobody says any more are over."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [source.pk, source.pk, at, [*ids], source.pk])
        return [(a, kind, b) for a, kind, b, is_over in cursor.fetchall() if is_over]
