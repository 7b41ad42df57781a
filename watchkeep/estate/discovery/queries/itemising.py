"""Which items contain a component, and through what it comes there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from watchkeep.estate.assets.models import LAST_OF_NAME, Installation, Item, Title
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery.models import Ingredient
from watchkeep.kernel.actors import Actor

MOST_TITLES, DEEPEST, MOST_EDGES = 200, 20, 20_000
"""Versions that are looked for; how far a component is followed up; how many steps are read for one page."""

Node = tuple[int, int]


@dataclass(frozen=True)
class Holder:
    """An item that contains a component: ``way`` leads from what it names itself to the component, as titles.

    A way of one title: it is there directly, or nobody says through what.
    """

    installation: Installation
    way: tuple[Title, ...]

    @property
    def item(self) -> Item:
        """The item that stands for the one on which it was listed."""
        item: Item = self.installation.item.merged_into or self.installation.item
        return item

    @property
    def is_direct(self) -> bool:
        """Whether nothing brought it along."""
        return len(self.way) == 1


def holding(actor: Actor, name: str) -> QuerySet[Installation]:
    """Where a component of this name is now, with its group or without, in any version; for items that one may see."""
    plain = name.replace("\0", "").strip().lower()
    last = plain.rpartition("/")[2]
    titles = Title.objects.annotate(last=LAST_OF_NAME).filter(last=last)
    if "/" in plain:
        titles = titles.filter(name__iexact=plain)
    found = [*titles.order_by("pk").values_list("pk", flat=True)[:MOST_TITLES]] if last else []
    rows = Installation.objects.open().filter(title__in=found if actor.may(P.SEE) else (), item__is_active=True)
    return rows.select_related("item__cls", "item__merged_into__cls", "title", "source").order_by("id")


def ways(rows: Collection[Installation]) -> list[Holder]:
    """Through what each came there, the shortest way; so many queries, however many there are."""
    starts = {(row.item_id, row.title_id) for row in rows}
    below = _followed_up(starts)
    paths = {start: _path(start, below) for start in starts}
    titles = Title.objects.in_bulk({title for path in paths.values() for title in path})
    return [Holder(row, tuple(titles[one] for one in paths[row.item_id, row.title_id])) for row in rows]


def _followed_up(starts: Iterable[Node]) -> dict[Node, list[int | None]]:
    """For each component that is met on the way up, what brings it. Circles end where they close."""
    parents: dict[Node, list[int | None]] = {}
    front, read = {*starts}, 0
    for _level in range(DEEPEST):
        if not front or read >= MOST_EDGES:
            break
        items, titles = {item for item, _title in front}, {title for _item, title in front}
        rows = Ingredient.objects.filter(item__in=items, title__in=titles).order_by("id")
        parents |= {node: [] for node in front}
        for item, title, parent in rows.values_list("item", "title", "parent")[: MOST_EDGES - read]:
            read += 1
            if (item, title) in front:
                parents[item, title].append(parent)
        front = {(item, one) for item, title in front for one in parents[item, title] if one} - parents.keys()
    return parents


def _path(start: Node, parents: dict[Node, list[int | None]]) -> tuple[int, ...]:
    """The shortest way up to what is named directly; without one, the component alone."""
    item, title = start
    came: dict[int, int | None] = {title: None}
    front = [title]
    while front:
        later = []
        for one in front:
            above = parents.get((item, one), [])
            if None in above:
                return _back(one, came)
            fresh = [each for each in above if each is not None and each not in came]
            came |= dict.fromkeys(fresh, one)
            later += fresh
        front = later
    return (title,)


def _back(top: int, came: dict[int, int | None]) -> tuple[int, ...]:
    path, at = [top], came[top]
    while at is not None:
        path.append(at)
        at = came[at]
    return tuple(path)
