"""How an item hangs together with others, read from its own side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeep.estate.assets.models import MEANINGS, Item, Relation, RelationKind, RelationQuerySet, Source
from watchkeep.estate.discovery import queries as discovery
from watchkeep.kernel.pages import capped_count

if TYPE_CHECKING:
    from datetime import datetime

MOST, ENDS = 100, ("from_item", "to_item")
"""So many relations of an item are listed on its page."""


@dataclass(frozen=True)
class Tie:
    """One relation, as it reads from here; ``ports``: by which ports, ours and the other's."""

    relation: Relation
    reading: Any
    other: Item
    sources: str
    ports: tuple[str, ...] = ()


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
    out, back = _side(held, item, "from_item", "to_item"), _side(held, item, "to_item", "from_item")
    names = _sources((*out, *back))
    ports = {} if at else discovery.ports_of(item.pk)
    rows = [_tie(one, one.to_item, MEANINGS[one.kind].forwards, names, ports) for one in out]
    rows += [_tie(one, one.from_item, MEANINGS[one.kind].backwards, names, ports) for one in back]
    counts = [capped_count(held.filter(**{f"{end}__in": Item.objects.family(item.pk)})) for end in ENDS]
    count = (sum(many for many, _more in counts), any(more for _many, more in counts))
    return Ties([tie for tie in rows if tie.other != item][:MOST], count)


def _tie(one: Relation, far: Item, reading: Any, names: Mapping[int, str], ports: Mapping[int, list[str]]) -> Tie:
    other = _home(far)
    by = ports.get(other.pk, []) if one.kind == RelationKind.CONNECTS_TO else []
    return Tie(one, reading, other, _said(one, names), tuple(by))


def _side(held: RelationQuerySet, item: Item, near: str, far: str) -> list[Relation]:
    """Those that begin or end here, or at what it stands for: a hub's are read in the order of their index."""
    named = held.select_related(f"{far}__cls", f"{far}__merged_into__cls").order_by("kind", f"{far}_id")
    own = list(named.filter(**{near: item})[:MOST])
    return own + list(named.filter(**{f"{near}__merged_into": item})[:MOST])


def _home(item: Item) -> Item:
    home: Item = item.merged_into or item
    return home


def _sources(relations: Iterable[Relation]) -> dict[int, str]:
    ids = {pk for one in relations for pk in one.sources}
    return dict(Source.objects.filter(pk__in=ids).values_list("pk", "name"))


def _said(relation: Relation, names: Mapping[int, str]) -> str:
    return ", ".join(names.get(pk, "") for pk in relation.sources)
