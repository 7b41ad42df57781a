"""Which windows cover what: whether paging is quiet for a service, or for what hangs on an item, at a moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection

from watchkeep.estate.assets import queries as assets
from watchkeep.estate.services.models import MaintenanceWindow

MOST_HANGING = 5000
"""So many items that hang on those under a window are walked to; beyond these only what it names is quiet."""
MOST_WINDOWS = 200

_NAMED = """
WITH RECURSIVE named(win, item) AS (
    SELECT mi.maintenancewindow_id, coalesce(i.merged_into_id, i.id)
      FROM services_maintenancewindow w
      JOIN services_maintenancewindow_items mi ON mi.maintenancewindow_id = w.id
      JOIN assets_item i ON i.id = mi.item_id
     WHERE w.cancelled_at IS NULL AND tstzrange(w.starts_at, w.ends_at) && tstzrange(%(since)s, %(until)s)
), hit(win, item) AS (
    SELECT win, item FROM named
    UNION
    SELECT hit.win, home.id
      FROM hit CROSS JOIN LATERAL (
        SELECT hit.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = hit.item
      ) family CROSS JOIN LATERAL (
        (SELECT r.from_item_id AS id FROM assets_relation r
          WHERE r.to_item_id = family.id AND r.kind = ANY(%(straight)s) AND r.until IS NULL LIMIT %(most)s)
        UNION ALL
        (SELECT r.to_item_id FROM assets_relation r
          WHERE r.from_item_id = family.id AND r.kind = ANY(%(turned)s) AND r.until IS NULL LIMIT %(most)s)
      ) far JOIN assets_item i ON i.id = far.id
        JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
), met AS MATERIALIZED (SELECT win, item FROM hit LIMIT %(most)s)
SELECT DISTINCT lower(i.name), met.win FROM met
  JOIN LATERAL (SELECT met.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = met.item) family
    ON true
  JOIN assets_item i ON i.id = family.id
 WHERE lower(i.name) = ANY(%(names)s)
"""


@dataclass(frozen=True)
class Cover:
    """One window, as far as silence goes."""

    window: int
    starts_at: datetime
    ends_at: datetime
    breaks_through: bool

    def holds(self, moments: Iterable[datetime]) -> bool:
        """Whether one of these lies in it."""
        return any(self.starts_at <= at < self.ends_at for at in moments)


@dataclass
class Quiet:
    """The windows between two moments. What many alerts ask in common is looked up once, names all together."""

    since: datetime
    until: datetime
    names: Collection[str] = ()
    _of_services: dict[int, list[Cover]] = field(default_factory=dict)

    def over(self, service: int | None, names: Iterable[str], moments: Collection[datetime]) -> list[Cover]:
        """Those that cover the service, or an item of one of these names or what it hangs on, at one of the moments."""
        found = {cover.window: cover for cover in self._on_service(service)}
        found |= {cover.window: cover for name in names for cover in self._on_items.get(name, ())}
        return [cover for cover in found.values() if cover.holds(moments)]

    def _on_service(self, service: int | None) -> list[Cover]:
        if service is None:
            return []
        if service not in self._of_services:
            rows = MaintenanceWindow.objects.during(self.since, self.until).filter(services=service)
            self._of_services[service] = _covers(rows[:MOST_WINDOWS])
        return self._of_services[service]

    @cached_property
    def _on_items(self) -> dict[str, list[Cover]]:
        if not self.names:
            return {}
        straight, turned = assets.ways_of_failure()
        asked: dict[str, Any] = {
            "since": self.since, "until": self.until, "straight": straight, "turned": turned, "most": MOST_HANGING,
            "names": [*self.names],
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_NAMED, asked)
            pairs = cursor.fetchall()
        covers = {one.window: one for one in _covers(MaintenanceWindow.objects.filter(pk__in={w for _, w in pairs}))}
        found: dict[str, list[Cover]] = {}
        for name, window in pairs:
            found.setdefault(name, []).append(covers[window])
        return found


def under_maintenance(service_id: int, at: datetime) -> bool:
    """Whether work on the service is planned for that moment."""
    return MaintenanceWindow.objects.open_at(at).filter(services=service_id).exists()


def pausing(service_ids: Iterable[int], at: datetime) -> dict[int, MaintenanceWindow]:
    """By service, the window in force that lets its service levels rest and ends last."""
    ids = set(service_ids)
    rows = MaintenanceWindow.objects.open_at(at).filter(pauses_sla=True, services__in=ids, begun_at__isnull=False)
    pairs = rows.order_by("ends_at").values_list("services", "pk")
    by_service = {service: pk for service, pk in pairs if service in ids}
    windows = MaintenanceWindow.objects.in_bulk(set(by_service.values()))
    return {service: windows[pk] for service, pk in by_service.items()}


def is_behind(at: datetime) -> bool:
    """Whether a window in which service levels rest should have begun or ended already."""
    return MaintenanceWindow.objects.due(at).filter(pauses_sla=True).exists()


def _covers(rows: Iterable[MaintenanceWindow]) -> list[Cover]:
    return [Cover(row.pk, row.starts_at, row.ends_at, row.breaks_through) for row in rows]
