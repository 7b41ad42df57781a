"""Judging: of all that is said of items, whose word counts. So many statements, however many items there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F, Q

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import LENGTHS, TOLD_COLUMNS, Change, Item, ItemClass, Report, Source
from watchkeep.estate.assets.rules.authority import judge
from watchkeep.kernel.actors import Actor

_WRITE = """
UPDATE assets_item i
   SET name = d.name, serial = d.serial, manufacturer = d.manufacturer, model = d.model, asset_tag = d.asset_tag,
       "values" = d."values", judge_at = d.judge_at
  FROM jsonb_to_recordset(%s::jsonb) AS d(
       id bigint, name text, serial text, manufacturer text, model text, asset_tag text, "values" jsonb,
       judge_at timestamptz)
 WHERE i.id = d.id
"""

Descriptions = Mapping[str, Mapping[str, Any]]


class Docket:
    """Items that are held, all that is said of them, and the rules: read in five statements."""

    def __init__(self, ids: Iterable[int]) -> None:
        held = Item.objects.select_for_update(of=("self",), no_key=True).select_related("cls")
        self.items = {item.pk: item for item in held.filter(pk__in=[*ids]).order_by("pk")}
        self.sources = {source.pk: source for source in Source.objects.all()}
        self._by_slug = {source.slug: source for source in self.sources.values()}
        self.reports: dict[int, dict[tuple[int, int], Report]] = defaultdict(dict)
        told = Q(item__in=[*self.items]) | Q(item__merged_into__in=[*self.items])
        for report in Report.objects.filter(told).annotate(home=F("item__merged_into")):
            for pk in {report.item_id, report.home} & self.items.keys():
                self.reports[pk][report.item_id, report.source_id] = report
        self.rulebook = queries.rulebook()
        self._classes = {one.path: one.described() for one in ItemClass.objects.all()}

    def described(self, item: int) -> Descriptions:
        """The attributes that its class and those above it describe."""
        return {n: one for path in self.items[item].cls.line for n, one in self._classes.get(path, {}).items()}

    def decide(self, *, by: Actor, at: datetime, because: Source | None = None) -> dict[int, list[str]]:
        """Let the right words win; write what is other than before, and say which attributes that is, by item.

        ``because``: the source whose report or silence brought it about, for words that nobody says any more.
        """
        rows, changes, changed = [], [], {}
        for pk, item in self.items.items():
            now, judge_at = self._outcome(item, at)
            was = {name: value for name in TOLD_COLUMNS if (value := getattr(item, name))} | item.values
            others = sorted(name for name in now.keys() | was.keys() if now.get(name, (None,))[0] != was.get(name))
            for name in others:
                value, source = now.get(name, (None, because))
                kept = source.pk if source else None
                changes.append(Change(
                    item_id=pk, at=at, attribute=name, before=was.get(name), after=value, source_id=kept, by=str(by)
                ))  # fmt: skip
            if others:
                changed[pk] = others
            if others or judge_at != item.judge_at:
                _take_over(item, {name: value for name, (value, _source) in now.items()}, judge_at)
                rows.append(_row(item))
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, [msgspec.json.encode(rows).decode()])
        Change.objects.bulk_create(changes)
        return changed

    def _outcome(self, item: Item, at: datetime) -> tuple[dict[str, tuple[Any, Source | None]], datetime | None]:
        """Each attribute's winning value with its source, and when to look again."""
        won: dict[str, tuple[Any, Source | None]] = {}
        turns = []
        for name, claims in queries.claims_of(self.reports[item.pk].values(), self.sources).items():
            if verdict := judge(claims, self.rulebook.trust(item.cls.line, name), at):
                value = str(verdict.claim.value)[: LENGTHS[name]] if name in LENGTHS else verdict.claim.value
                won[name] = (value, self._by_slug[verdict.claim.source])
                turns.append(verdict.judge_at)
        if not won.get("name", ("",))[0]:
            won["name"] = (item.name, None)
        return won, min(filter(None, turns), default=None)


def _take_over(item: Item, now: Mapping[str, Any], judge_at: datetime | None) -> None:
    for name in TOLD_COLUMNS:
        setattr(item, name, now.get(name, ""))
    item.values = {name: value for name, value in now.items() if name not in TOLD_COLUMNS}
    item.judge_at = judge_at


def _row(item: Item) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in TOLD_COLUMNS}
    return {"id": item.pk, **told, "values": item.values, "judge_at": item.judge_at}
