"""Lists of items: any question, any page, in the time of a short one.

Where few items can fit, all of them are gathered through the filters' own indexes and sorted; where many do, the index
in the order of the page is walked until the page is full. How many fit is told no further than ``MOST``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

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
MOST_PLACES = 500
"""In so many places each is looked into; more of them hold so much that the walk from A to Z is soon over."""
ORDER = ("name", "id")
KEY = RawSQL("one.key", [])
SHOWN = ("cls", "owner_team", "owner_person", "user", "location")

Take = Callable[[Sequence[str], Q, int], tuple[list[Item], None]]
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
    places = _places(filters)
    anywhere = asked(actor, replace(filters, location=None))
    rows = anywhere if places is None else anywhere.filter(location__in=places)
    ids = _gathered(rows)
    are_many = len(ids) > MOST
    take = _way_through_many(anywhere, filters.cls, places) if are_many else partial(_among, ids)
    page = keyset(rows.select_related(*SHOWN), order=ORDER, cursor=cursor, size=size, take=take)
    return Listed(page, (min(len(ids), MOST), are_many))


def asked(actor: Actor, filters: Filters) -> ItemQuerySet:
    """The items that are asked for and that the actor may see, in no order."""
    rows = Item.objects.visible_to(actor).filter(_conditions(filters, clock.now().date()))
    if filters.cls:
        rows = rows.filter(cls__in=_classes(filters.cls))
    if (places := _places(filters)) is not None:
        rows = rows.filter(location__in=places)
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


def _places(filters: Filters) -> list[int] | None:
    return None if filters.location is None else places_within(filters.location)


def _way_through_many(anywhere: ItemQuerySet, cls: str, places: Sequence[int] | None) -> Take | None:
    """Names often begin with what a thing is and where: of each place or class the first, from its own index."""
    if places is not None and len(places) <= MOST_PLACES:
        return partial(_of_each, anywhere.filter(location=KEY), places)
    return partial(_of_each, anywhere.filter(cls=KEY), _classes(cls)) if cls and places is None else None


def _of_each(
    rows: ItemQuerySet, keys: Sequence[int], way: Sequence[str], beyond: Q, size: int
) -> tuple[list[Item], None]:
    """The first of each key, and of those the first."""
    sql, values = rows.filter(beyond).order_by(*way).values(*ORDER)[:size].query.sql_with_params()
    each = f"SELECT few.* FROM unnest(%s::bigint[]) AS one(key) CROSS JOIN LATERAL ({sql}) few"  # noqa: S608  # Django's own SQL, values apart
    return _first(each, [[*keys], *values], way, size), None


def _among(ids: Sequence[int], way: Sequence[str], beyond: Q, size: int) -> tuple[list[Item], None]:
    """The first of these, found through their ids and by no other way."""
    sql, values = Item.objects.filter(beyond, pk__in=[*ids, 0]).values(*ORDER).query.sql_with_params()
    return _first(sql, values, way, size), None


def _first(sql: str, values: Sequence[Any], way: Sequence[str], size: int) -> list[Item]:
    order = ", ".join(f"{name.lstrip('-')} {'DESC' if name.startswith('-') else 'ASC'}" for name in way)
    fit = f"WITH fit AS MATERIALIZED ({sql}) SELECT id FROM fit ORDER BY {order} LIMIT %s"  # noqa: S608  # the same
    with connection.cursor() as cursor:
        cursor.execute(fit, [*values, size])
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Item.objects.filter(pk__in=ids).select_related(*SHOWN).order_by(*way))


def _gathered(rows: ItemQuerySet) -> Sequence[int]:
    """The ids of those that fit, as far as ``MOST`` and one more. The plan is that of all of them: no gambling."""
    try:
        sql, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django sees by itself that nothing can fit
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"WITH fit(id) AS MATERIALIZED ({sql}) SELECT id FROM fit LIMIT {MOST + 1}", values)  # noqa: S608  # Django's own SQL, values apart
        return [pk for (pk,) in cursor.fetchall()]
