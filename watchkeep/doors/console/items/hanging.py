"""How an item hangs together with others, read from its own side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeep.estate.assets.models import MEANINGS, Item, Relation, Source
from watchkeep.kernel.pages import capped_count

if TYPE_CHECKING:
    from datetime import datetime

MOST = 100
"""So many relations of an item are listed on its page."""


@dataclass(frozen=True)
class Tie:
    """One relation, as it reads from here."""

    relation: Relation
    reading: Any
    other: Item
    sources: str


@dataclass(frozen=True)
class Ties:
    """The relations of an item, and how many there are in all."""

    rows: list[Tie]
    count: tuple[int, bool]

    @property
    def are_more(self) -> bool:
        """Whether some are not listed."""
        return self.count[0] > len(self.rows) or self.count[1]


def ties(item: Item, at: datetime | None = None) -> Ties:
    """Its relations, now or then, those that begin here first."""
    held = Relation.objects.held_at(at) if at else Relation.objects.open()
    out = list(held.filter(from_item=item).select_related("to_item__cls").order_by("kind", "to_item")[:MOST])
    back = list(held.filter(to_item=item).select_related("from_item__cls").order_by("kind", "from_item")[:MOST])
    names = _sources((*out, *back))
    rows = [Tie(one, MEANINGS[one.kind].forwards, one.to_item, _said(one, names)) for one in out]
    rows += [Tie(one, MEANINGS[one.kind].backwards, one.from_item, _said(one, names)) for one in back]
    return Ties(rows[:MOST], capped_count(held.of(item.pk)))


def _sources(relations: Iterable[Relation]) -> dict[int, str]:
    ids = {pk for one in relations for pk in one.sources}
    return dict(Source.objects.filter(pk__in=ids).values_list("pk", "name"))


def _said(relation: Relation, names: dict[int, str]) -> str:
    return ", ".join(names.get(pk, "") for pk in relation.sources)
