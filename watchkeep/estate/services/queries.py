"""Reads: what a failure reaches, and how many people and how much money that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from watchkeep.estate.calendars import queries as business_time
from watchkeep.estate.services.models import MaintenanceWindow, Service

DEEPEST = 12
"""How many dependencies in a row are followed."""

_REACH = """
WITH RECURSIVE reach(id, depth) AS (
    SELECT unnest(%(start)s::bigint[]), 0
    UNION
    SELECT d.{near}, reach.depth + 1
      FROM reach JOIN services_dependency d ON d.{far} = reach.id
     WHERE reach.depth < %(deepest)s
)
SELECT id, min(depth) FROM reach WHERE NOT id = ANY(%(start)s) GROUP BY id
"""

_PATH = """
WITH RECURSIVE needed(id) AS (
    SELECT %(start)s::bigint
    UNION
    SELECT d.depends_on_id FROM needed JOIN services_dependency d ON d.service_id = needed.id
)
SELECT EXISTS (SELECT FROM needed WHERE id = %(end)s)
"""


@dataclass(frozen=True)
class Impact:
    """What a failure means: every figure opens to the services that made it."""

    services: tuple[Service, ...]
    people: int
    value_per_hour: Decimal

    @property
    def names(self) -> list[str]:
        """The services, in words."""
        return [service.name for service in self.services]

    def cost_between(self, start: datetime, end: datetime) -> Decimal:
        """What it costs from start to end, in euro: value per hour in service hours."""
        return sum((cost_of(service, start, end) for service in self.services), Decimal())


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


def impact_of(service_ids: Iterable[int]) -> Impact:
    """Return what is hit when these fail: themselves and what depends on them.

    People are counted per service, so somebody who uses two of them counts twice: an upper bound.
    """
    ids = [*service_ids]
    reached = Service.objects.filter(pk__in={*ids, *_reach(ids, near="service_id", far="depends_on_id")})
    hit = tuple(reached.active().select_related("hours"))
    return Impact(
        services=hit,
        people=sum(service.users_count for service in hit),
        value_per_hour=sum((service.value_per_hour for service in hit), Decimal()),
    )


def cost_between(service_ids: Iterable[int], start: datetime, end: datetime) -> Decimal:
    """Return what a failure of these costs from start to end, in euro: value per hour in service hours."""
    return impact_of(service_ids).cost_between(start, end)


def cost_of(service: Service, start: datetime, end: datetime) -> Decimal:
    """Return what this service alone costs when it is down from start to end, in euro."""
    seconds = business_time.between(service.hours.spec() if service.hours else None, start, end)
    return (service.value_per_hour * Decimal(str(seconds)) / 3600).quantize(Decimal("0.01"))


def under_maintenance(service_id: int, at: datetime) -> bool:
    """Whether work on the service is planned for that moment."""
    return MaintenanceWindow.objects.open_at(at).filter(services=service_id).exists()


def _reach(service_ids: Iterable[int], *, near: str, far: str) -> dict[int, int]:
    """Follow the dependencies one way. UNION forgets what it saw at the same depth, the cap ends the rest."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH.format(near=near, far=far), {"start": [*service_ids], "deepest": DEEPEST})
        return dict(cursor.fetchall())
