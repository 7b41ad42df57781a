"""Traces on their way into the database and out of it: as many statements for a thousand as for one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.discovery.models import Crowd, Found, Identifier, Placeholder, Trace, Verdict
from watchkeep.estate.discovery.rules import partition
from watchkeep.estate.discovery.rules.marks import AGENT, Mark, marks_of
from watchkeep.kernel import clock

MOST_REACHED = 20_000
"""So many traces that hang together are judged at once; of more, people are told which mark they bear."""
_KEEP = """
INSERT INTO discovery_trace AS t
       (source_id, key, digest, kind, name, item_id, first_at, last_at, why_kind, why_value, confidence, has_kin)
SELECT %s, d.key, d.digest, d.kind, d.name, d.item, d.at, d.at, '', '', 100, false
  FROM unnest(%s::text[], %s::bytea[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[])
       AS d(key, digest, kind, name, item, at)
 ORDER BY d.digest
ON CONFLICT (digest) DO UPDATE
   SET last_at = greatest(t.last_at, EXCLUDED.last_at), first_at = least(t.first_at, EXCLUDED.first_at)
RETURNING id, digest, item_id, has_kin, confidence, why_kind, why_value, xmax = 0
"""
_REACHED = """
WITH RECURSIVE reached(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT kin.id FROM reached JOIN LATERAL (
        SELECT other.trace_id AS id FROM discovery_identifier mine
          JOIN discovery_identifier other ON other.kind = mine.kind AND other.value = mine.value
         WHERE mine.trace_id = reached.id AND NOT EXISTS (
            SELECT FROM discovery_placeholder p WHERE p.kind = mine.kind AND p.value = mine.value
         )
        UNION ALL SELECT v.other_id FROM discovery_verdict v WHERE v.one_id = reached.id AND v.is_same
        UNION ALL SELECT v.one_id FROM discovery_verdict v WHERE v.other_id = reached.id AND v.is_same
    ) kin ON true
)
SELECT id FROM reached LIMIT %s
"""
_PLACE = """
UPDATE discovery_trace t
   SET item_id = d.item, has_kin = d.has_kin, why_kind = d.why_kind, why_value = d.why_value, confidence = d.confidence
  FROM unnest(%s::bigint[], %s::bigint[], %s::bool[], %s::text[], %s::text[], %s::int[])
       AS d(id, item, has_kin, why_kind, why_value, confidence)
 WHERE t.id = d.id
"""


@dataclass(frozen=True)
class Kept:
    """A trace as the database has it. ``item`` is None as long as it has no place."""

    pk: int
    item: int | None
    has_kin: bool
    confidence: int
    why: Mark | None
    is_new: bool


@dataclass(frozen=True)
class Component:
    """Traces that hang together by marks or by words, all of them; where each is, and what people said."""

    traces: list[partition.Trace]
    rows: Mapping[int, Trace]
    same: set[partition.Pair]
    apart: set[partition.Pair]


def keep(
    found: Sequence[Found], *, source: Source, moments: Sequence[datetime], places: Mapping[int, Item] | None = None
) -> list[Kept | None]:
    """Keep a trace of each, met at its moment; None for what bears no mark that tells anything.

    A trace keeps all its marks: whether one of them is a placeholder is asked whenever it is judged.

    ``places``: of which item one is, by its position.
    """
    blocked = _blocked()
    marked = [marks_of(one, source=source.slug) for one in found]
    digests = [_digest(source, one, marks) for one, marks in zip(found, marked, strict=True)]
    chosen = {digest: position for position, digest in enumerate(digests) if marked[position] - blocked}
    rows = [(found[n], digest, (places or {}).get(n), moments[n]) for digest, n in chosen.items()]
    kept = _written(rows, source=source) if rows else {}
    Identifier.objects.bulk_create(
        Identifier(trace_id=kept[digest].pk, kind=mark.kind, value=mark.value)
        for digest, position in chosen.items() if kept[digest].is_new
        for mark in sorted(marked[position])
    )  # fmt: skip
    return [kept.get(digest) for digest in digests]


def says_more_than_its_key(found: Found) -> bool:
    """Whether it bears a mark besides the name that its source gave it."""
    return any(mark.kind != AGENT for mark in marks_of(found, source=""))


def rewrite(told: Mapping[Trace, Found], *, source: Source) -> set[int]:
    """Let these traces bear what is said now. Returns those that are others by it, and all that hung with them.

    Only what people write is rewritten: it was a slip, and the thing never bore it.
    """
    marked = {row: marks_of(one, source=source.slug) for row, one in told.items()}
    digests = {row: _digest(source, told[row], marks) for row, marks in marked.items()}
    others = [row for row, digest in digests.items() if bytes(row.digest) != digest]
    if not others:
        return set()
    kin = set(reach({row.pk for row in others}).rows)
    for row in others:
        row.digest, row.kind, row.name = digests[row], told[row].kind[:40], (told[row].name or told[row].key)[:255]
    Trace.objects.bulk_update(others, ["digest", "kind", "name"])
    Identifier.objects.filter(trace__in=others).delete()
    Identifier.objects.bulk_create(
        Identifier(trace=row, kind=mark.kind, value=mark.value) for row in others for mark in sorted(marked[row])
    )
    return kin


def reach(pks: Collection[int]) -> Component:
    """Everything that hangs together with these traces, in six statements. Beyond ``MOST_REACHED`` it is a crowd."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [[*pks], MOST_REACHED + 1])
        ids = [pk for (pk,) in cursor.fetchall()]
    is_crowd, ids = len(ids) > MOST_REACHED, ids[: max(MOST_REACHED, len(pks))]
    rows, blocked = Trace.objects.in_bulk(ids), _blocked()
    marks: dict[int, set[Mark]] = {pk: set() for pk in rows}
    for trace, kind, value in Identifier.objects.filter(trace__in=ids).values_list("trace", "kind", "value"):
        if (mark := Mark(kind, value)) not in blocked:
            marks[trace].add(mark)
    if is_crowd:
        _note_crowd(marks)
    said = Verdict.objects.filter(one__in=ids, other__in=ids).values_list("one", "other", "is_same")
    pairs = {True: set[partition.Pair](), False: set[partition.Pair]()}
    for one, other, is_same in said:
        pairs[is_same].add(frozenset((one, other)))
    traces = [partition.Trace(pk, frozenset(marks[pk]), row.first_at, row.last_at) for pk, row in rows.items()]
    return Component(traces, rows, pairs[True], pairs[False])


def _blocked() -> set[Mark]:
    return {Mark(kind, value) for kind, value in Placeholder.objects.values_list("kind", "value")}


def _note_crowd(marks: Mapping[int, set[Mark]]) -> None:
    """Let people see which mark most of them bear."""
    borne = Counter(mark for some in marks.values() for mark in some)
    mark, bearers = max(borne.items(), key=lambda pair: (pair[1], pair[0]))
    said = {"bearers": bearers, "at": clock.now()}
    Crowd.objects.update_or_create(kind=mark.kind, value=mark.value, defaults=said)


def place(rows: Iterable[Trace]) -> None:
    """Write where these traces are, and why."""
    columns = [(t.pk, t.item_id, t.has_kin, t.why_kind, t.why_value, t.confidence) for t in rows]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, [list(column) for column in zip(*columns, strict=True)])


def _digest(source: Source, one: Found, marks: frozenset[Mark]) -> bytes:
    told = "\0".join([str(source.pk), one.key, *(f"{mark.kind}\1{mark.value}" for mark in sorted(marks))])
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=32).digest()


def _written(rows: Sequence[tuple[Found, bytes, Item | None, datetime]], *, source: Source) -> dict[bytes, Kept]:
    told = [
        (one.key[:250], digest, one.kind[:40], (one.name or one.key)[:255], item.pk if item else None, at)
        for one, digest, item, at in rows
    ]
    columns: list[list[Any]] = [list(column) for column in zip(*told, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [source.pk, *columns])
        return {
            bytes(digest): Kept(pk, item, has_kin, confidence, Mark(kind, value) if kind else None, is_new)
            for pk, digest, item, has_kin, confidence, kind, value, is_new in cursor.fetchall()
        }
