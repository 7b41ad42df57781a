"""Lists of items: any question, any page, in the time of a short one.

Where few items can fit, all of them are gathered through the filters' own indexes and sorted; where many do, the index
in the order of the page is walked until the page is full. How many fit is told no further than ``MOST``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from watchkeep.estate.assets.models import GONE, Item, ItemClass, State
from watchkeep.estate.assets.queries.places import places_within
from watchkeep.kernel import clock, search
from watchkeep.kernel.pages import Page, keyset

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.estate.assets.models import ItemQuerySet
    from watchkeep.kernel.actors import Actor

MOST = 5000
"""So many items are gathered and counted."""
ORDER = ("name", "id")
SHOWN = ("cls", "owner_team", "owner_person", "user", "location")

R = TypeVar("R", bound="QuerySet[Item]")


@dataclass(frozen=True)
class Filters:
    """Which items are asked for. ``among``: only these, by id, from a slice above."""

    words: str = ""
    cls: str = ""
    state: str = ""
    owner_team: int | None = None
    owner_person: int | None = None
    user: int | None = None
    location: int | None = None
    supplier: int | None = None
    contract: int | None = None
    warranty_ended: bool = False
    unowned: bool = False
    among: QuerySet[Any] | None = None


@dataclass(frozen=True)
class Listed:
    """A page of a list, and how many there are in all: no further than ``MOST``, and whether there are more."""

    page: Page[Item]
    count: tuple[int, bool]


def listed(actor: Actor, filters: Filters, *, cursor: str | None = None, size: int = 50) -> Listed:
    """One page, from A to Z, with what a line shows."""
    rows = asked(actor, filters)
    ids = _gathered(rows)
    are_many = len(ids) > MOST
    found = rows if are_many else Item.objects.filter(pk__in=ids)
    take = partial(_by_class, rows, _classes(filters.cls)) if are_many and filters.cls else None
    page = keyset(found.select_related(*SHOWN), order=ORDER, cursor=cursor, size=size, take=take)
    return Listed(page, (min(len(ids), MOST), are_many))


def asked(actor: Actor, filters: Filters) -> ItemQuerySet:
    """The items that are asked for and that the actor may see, in no order."""
    rows = Item.objects.visible_to(actor).filter(_conditions(filters, clock.now().date()))
    if filters.cls:
        rows = rows.filter(cls__in=_classes(filters.cls))
    if filters.location is not None:
        rows = rows.filter(location__in=places_within(filters.location))
    if filters.among is not None:
        rows = rows.filter(pk__in=filters.among)
    return alike(rows, filters.words) if filters.words.strip() else rows


def alike(rows: R, words: str) -> R:
    """Those in whose number, name, serial, tag and so on all these words stand; all of them without a word."""
    said = search.query(words)
    return rows.filter(words=said) if said else rows if not words.strip() else rows.none()


def _conditions(filters: Filters, today: date) -> Q:
    asked = Q(state=filters.state) if filters.state in State.values else Q(is_active=True)
    for name in ("owner_team", "owner_person", "user", "supplier", "contract"):
        if (value := getattr(filters, name)) is not None:
            asked &= Q(**{name: value})
    if filters.warranty_ended:
        asked &= Q(warranty_ends_on__lt=today)
    if filters.unowned:
        asked &= Q(owner_team=None, owner_person=None) & ~Q(state__in=GONE)
    return asked


def _classes(slug: str) -> list[int]:
    """A class and all below it."""
    paths = ItemClass.objects.filter(slug=slug).values_list("path", flat=True)
    return [*ItemClass.objects.within(*paths).values_list("pk", flat=True)]


def _by_class(
    rows: ItemQuerySet, classes: Sequence[int], way: Sequence[str], beyond: Q, size: int
) -> tuple[list[Item], None]:
    """The first of each class, from its own index, and of those the first: names may begin with what things are."""
    first, *others = (rows.filter(beyond, cls=one).order_by(*way).values("pk")[:size] for one in classes)
    ids = [one["pk"] for one in (first.union(*others, all=True) if others else first)]
    return list(Item.objects.filter(pk__in=ids).select_related(*SHOWN).order_by(*way)[:size]), None


def _gathered(rows: ItemQuerySet) -> Sequence[int]:
    """The ids of those that fit, as far as ``MOST`` and one more. The plan is that of all of them: no gambling."""
    try:
        sql, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django sees by itself that nothing can fit
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"WITH fit(id) AS MATERIALIZED ({sql}) SELECT id FROM fit LIMIT {MOST + 1}", values)  # noqa: S608  # Django's own SQL, values apart
        return [pk for (pk,) in cursor.fetchall()]
