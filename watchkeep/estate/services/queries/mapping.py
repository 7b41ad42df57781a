"""Reads: what a failure reaches, how many people and how much money that is, and what a change makes doubtful."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets import events as assets
from watchkeep.estate.assets import queries as assets_queries
from watchkeep.estate.assets.models import MEANINGS, Item
from watchkeep.estate.calendars import queries as business_time
from watchkeep.estate.services import events
from watchkeep.estate.services.models import Service, ServiceItem
from watchkeep.kernel import prepared
from watchkeep.kernel.facts import Fact

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DEEPEST = 12
"""How many dependencies in a row are followed."""
MOST_ROWS = 2000
"""How many items and services are walked to; of more it is looked up what was counted last."""
CHANGES_NOTHING = {"owner_team", "value_per_hour", "users_count", "customers_count", "tier", "description"}
"""What may change about a service or an item without making what is written about it wrong."""
_STANDS_ELSEWHERE = _("What %(name)s stands on has changed.")
_SINCE: Mapping[type[Fact], "_StrPromise"] = {
    events.ServiceEdited: _("%(name)s has changed."),
    events.ServiceRetired: _("%(name)s is no longer offered."),
    events.DependencyAdded: _STANDS_ELSEWHERE,
    events.DependencyRemoved: _STANDS_ELSEWHERE,
    events.ItemAttached: _STANDS_ELSEWHERE,
    events.ItemDetached: _STANDS_ELSEWHERE,
    assets.ItemEdited: _("%(name)s has changed."),
    assets.ItemRetired: _("%(name)s is no longer in use."),
}

_REACH = """
WITH RECURSIVE reach(id, depth) AS (
    SELECT unnest(array(SELECT unnest(%(start)s::bigint[]))), 0
    UNION
    SELECT d.{near}, reach.depth + 1
      FROM reach JOIN services_dependency d ON d.{far} = reach.id
     WHERE reach.depth < {deepest}
)
SELECT id, min(depth) FROM reach WHERE NOT id = ANY(%(start)s::bigint[]) GROUP BY id
"""
"""Of how many of an array of an array nobody knows beforehand: so a plan that is kept is as good as another."""

_STRAIGHT, _TURNED = (f"{{{','.join(kinds)}}}" for kinds in assets_queries.ways_of_failure())
_HIT = f"""
WITH RECURSIVE hit(sort, id) AS (
    (SELECT 's', unnest(array(SELECT unnest(%(services)s::bigint[])))
     UNION ALL
     SELECT 'i', home.id FROM assets_item i JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id)
      WHERE i.id = ANY(array(SELECT unnest(%(items)s::bigint[]))) AND home.is_active)
    UNION
    SELECT next.sort, next.id
      FROM hit CROSS JOIN LATERAL (
           SELECT hit.id UNION ALL SELECT m.id FROM assets_item m WHERE hit.sort <> 's' AND m.merged_into_id = hit.id
      ) family CROSS JOIN LATERAL (
           (SELECT 's' AS sort, d.service_id AS id FROM services_dependency d
             WHERE hit.sort = 's' AND d.depends_on_id = hit.id)
           UNION ALL
           (SELECT 'b', home.id FROM services_serviceitem si JOIN assets_item i ON i.id = si.item_id
              JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
             WHERE hit.sort = 's' AND si.service_id = hit.id)
           UNION ALL
           (SELECT 's', si.service_id FROM services_serviceitem si WHERE hit.sort = 'i' AND si.item_id = family.id)
           UNION ALL
           (SELECT 'i', home.id FROM assets_relation r JOIN assets_item i ON i.id = r.from_item_id
              JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
             WHERE hit.sort <> 's' AND r.to_item_id = family.id AND r.kind = ANY('{_STRAIGHT}') AND r.until IS NULL
             LIMIT {MOST_ROWS})
           UNION ALL
           (SELECT 'i', home.id FROM assets_relation r JOIN assets_item i ON i.id = r.to_item_id
              JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
             WHERE hit.sort <> 's' AND r.from_item_id = family.id AND r.kind = ANY('{_TURNED}') AND r.until IS NULL
             LIMIT {MOST_ROWS})
      ) next
), met AS MATERIALIZED (SELECT sort, id FROM hit LIMIT {MOST_ROWS})
SELECT (SELECT count(*) FROM met), array(SELECT DISTINCT id FROM met WHERE sort = 's')
"""  # noqa: S608  # words and a number of ours
_COUNTED = """
WITH RECURSIVE hit(id) AS (
    SELECT unnest(%(services)s::bigint[] || array(
        SELECT f.service_id FROM services_footing f WHERE f.item_id = ANY(%(items)s)))
    UNION
    SELECT unnest(array(
        SELECT d.service_id FROM services_dependency d WHERE d.depends_on_id = hit.id
        UNION ALL
        SELECT f.service_id FROM services_footing own JOIN services_footing f ON f.item_id = own.item_id AND f.hangs
         WHERE own.service_id = hit.id AND own.is_direct))
      FROM hit
)
SELECT id FROM hit
"""
"""Arrays, since PostgreSQL would reckon with millions of rows otherwise and take its time to make room for them."""

_PATH = """
WITH RECURSIVE needed(id) AS (
    SELECT %(start)s::bigint
    UNION
    SELECT d.depends_on_id FROM needed JOIN services_dependency d ON d.service_id = needed.id
)
SELECT EXISTS (SELECT FROM needed WHERE id = %(end)s)
"""


@dataclass(frozen=True)
class Doubt:
    """Why what is written about a service or an item may be wrong now."""

    reason: str
    service: int | None = None
    item: int | None = None


@dataclass(frozen=True)
class Hit:
    """One service that is hit, and what it adds at that moment: outside its service hours nobody misses it."""

    service: Service
    is_missed: bool = True

    @property
    def people(self) -> int:
        """Who cannot work."""
        return self.service.users_count if self.is_missed else 0

    @property
    def customers(self) -> int:
        """Who cannot buy or be served."""
        return self.service.customers_count if self.is_missed else 0

    @property
    def value_per_hour(self) -> Decimal:
        """What an hour of it costs, in euro."""
        return self.service.value_per_hour if self.is_missed else Decimal()

    @property
    def tier(self) -> int:
        """How much hangs on it now: one tier less outside its hours."""
        return self.service.tier if self.is_missed else min(self.service.tier + 1, 4)


@dataclass(frozen=True)
class Impact:
    """What a failure means at one moment: every figure opens to the hits that made it."""

    hits: tuple[Hit, ...]

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The services that are hit."""
        return tuple(hit.service for hit in self.hits)

    @cached_property
    def people(self) -> int:
        """How many people; somebody who uses two services counts twice."""
        return sum(hit.people for hit in self.hits)

    @cached_property
    def customers(self) -> int:
        """How many customers, by the same measure."""
        return sum(hit.customers for hit in self.hits)

    @cached_property
    def value_per_hour(self) -> Decimal:
        """What an hour costs at that moment, in euro."""
        return sum((hit.value_per_hour for hit in self.hits), Decimal())

    @property
    def value_per_minute(self) -> Decimal:
        """What a minute costs at that moment, in euro, to the cent."""
        return (self.value_per_hour / 60).quantize(Decimal("0.01"))

    @property
    def tier(self) -> int | None:
        """The most critical tier among them; None when nothing is hit."""
        return min((hit.tier for hit in self.hits), default=None)

    @property
    def names(self) -> list[str]:
        """The services, in words."""
        return [service.name for service in self.services]

    def cost_between(self, start: datetime, end: datetime) -> Decimal:
        """What it costs from start to end, in euro: value per hour in service hours."""
        return sum((cost_of(service, start, end) for service in self.services), Decimal())

    def next_turn(self, at: datetime) -> datetime | None:
        """When the next of them opens or closes, so that these figures no longer hold; None: never."""
        specs = {hit.service.hours_id: hit.service.hours.spec() for hit in self.hits if hit.service.hours}
        turns = (business_time.next_turn(hours, at) for hours in specs.values())
        return min(filter(None, turns), default=None)


def doubt(fact: Fact) -> Doubt | None:
    """What a change of a service or an item makes doubtful; None when what is written about it still holds."""
    if isinstance(fact, events.ServiceEdited | assets.ItemEdited) and not set(fact.changed) - CHANGES_NOTHING:
        return None
    if fact.home() == assets.ItemEdited.stream:
        return Doubt(_SINCE[type(fact)] % {"name": Item.objects.get(pk=fact.record).name}, item=fact.record)
    return Doubt(_SINCE[type(fact)] % {"name": Service.objects.get(pk=fact.record).name}, service=fact.record)


def ends_of(facts: Iterable[assets.Retying | events.ItemAttached | events.ItemDetached]) -> tuple[set[int], set[int]]:
    """The items that hang together otherwise after these: those that are hit elsewise, and those that hit elsewise."""
    hit, causes = set[int](), set[int]()
    for fact in facts:
        if isinstance(fact, assets.Related | assets.Unrelated):
            ends = (fact.record, fact.other)
            hurts_the_other = MEANINGS[fact.relation].hurts_the_other
            hit.add(ends[hurts_the_other])
            causes.add(ends[not hurts_the_other])
        else:
            own = fact.item if isinstance(fact, events.ItemAttached | events.ItemDetached) else fact.record
            both = {own, *filter(None, (getattr(fact, name, None) for name in ("into", "former")))}
            hit |= both
            causes |= both
    return assets_queries.homes_of(hit), assets_queries.homes_of(causes)


def affected_by(service_ids: Iterable[int]) -> QuerySet[Service]:
    """Return the services that depend on these, however indirectly. The given ones are not among them."""
    return Service.objects.filter(pk__in=_reach(service_ids, near="service_id", far="depends_on_id")).active()


def needed_by(service_ids: Iterable[int]) -> QuerySet[Service]:
    """Return the services that these stand on, however indirectly."""
    return Service.objects.filter(pk__in=_reach(service_ids, near="depends_on_id", far="service_id"))


def stands_on(service_id: int, other_id: int) -> bool:
    """Whether the one depends on the other, through however many others: no depth cap, for circles."""
    with connection.cursor() as cursor:
        cursor.execute(_PATH, {"start": service_id, "end": other_id})
        return bool(cursor.fetchone()[0])


def distances(service_ids: Iterable[int], *, upwards: bool = True) -> dict[int, int]:
    """Return how many dependencies away each affected (or, downwards, needed) service is."""
    near, far = ("service_id", "depends_on_id") if upwards else ("depends_on_id", "service_id")
    return _reach(service_ids, near=near, far=far)


def hit_by(service_ids: Iterable[int] = (), items: Iterable[int] = ()) -> set[int]:
    """Return the services that are hit when these services and items fail, the given services among them.

    A service is hit by what it depends on, by the items that it stands on and by whatever those hang on, however deep.
    That a service fails says nothing of the items under it by themselves, only of what hangs on them. Who stands for
    others is hit with them, and what is looked after no longer hits nobody. Where more than ``MOST_ROWS`` hang on it,
    the footings say which services are among them, as they were last counted: some seconds ago.
    """
    asked = {"services": [*service_ids], "items": [*items]}
    ((rows, met),) = prepared.rows(_HIT, asked)
    if rows < MOST_ROWS:
        return set(met)
    with connection.cursor() as cursor:
        homes = Item.objects.active().filter(pk__in=assets_queries.homes_of(asked["items"]))
        cursor.execute(_COUNTED, {"services": met, "items": [*homes.values_list("pk", flat=True)]})
        return {pk for (pk,) in cursor.fetchall()}


def directly_on(items: Iterable[int]) -> dict[int, list[int]]:
    """Return, for each of these items on which services stand, which services those are.

    What stands on an item that one of them stands for stands on that one.
    """
    ids, found = [*items], dict[int, list[int]]()
    homes = dict(Item.objects.filter(merged_into__in=ids).values_list("pk", "merged_into"))
    rows = ServiceItem.objects.filter(item__in=[*ids, *homes]).order_by("pk")
    for item, service in rows.values_list("item", "service"):
        kept = found.setdefault(homes.get(item) or item, [])
        if service not in kept:
            kept.append(service)
    return found


def impact_of(service_ids: Iterable[int], at: datetime | None = None, *, items: Iterable[int] = ()) -> Impact:
    """Return what is hit when these services and items fail: themselves and what depends on them.

    At a moment, what is outside its service hours is named and counts nothing; without one everything counts. People
    are counted per service, so somebody who uses two of them counts twice: an upper bound.
    """
    hit = Service.objects.filter(pk__in=hit_by(service_ids, items)).active().select_related("hours")
    return Impact(tuple(Hit(service, at is None or _is_missed(service, at)) for service in hit))


def cost_between(service_ids: Iterable[int], start: datetime, end: datetime) -> Decimal:
    """Return what a failure of these costs from start to end, in euro: value per hour in service hours."""
    return impact_of(service_ids).cost_between(start, end)


def cost_of(service: Service, start: datetime, end: datetime) -> Decimal:
    """Return what this service alone costs when it is down from start to end, in euro."""
    seconds = business_time.between(service.hours.spec() if service.hours else None, start, end)
    return (service.value_per_hour * Decimal(str(seconds)) / 3600).quantize(Decimal("0.01"))


def _is_missed(service: Service, at: datetime) -> bool:
    return service.hours is None or business_time.is_open(service.hours.spec(), at)


def _reach(service_ids: Iterable[int], *, near: str, far: str) -> dict[int, int]:
    """Follow the dependencies one way. UNION forgets what it saw at the same depth, the cap ends the rest."""
    return dict(prepared.rows(_REACH.format(near=near, far=far, deepest=DEEPEST), {"start": [*service_ids]}))
