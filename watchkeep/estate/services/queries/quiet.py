"""Which windows cover what: whether paging is quiet for a service, or for what hangs on an item, at a moment.

A window covers what it names. Beyond that it covers what the map says would fail with it: items that hang on its items,
and services that stand on its services or items, however indirectly. An alert that names an item of the register is
about that item: that its service stands on something else under a window as well does not make it quiet. The map knows
no spare parts, so the alerts of a service rest also where only one of two machines is worked on, until the window ends;
a SEV1 may break through.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection

from watchkeep.estate.assets import queries as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import MaintenanceWindow

log = logging.getLogger(__name__)

MOST_HANGING = 50_000
"""So many items that hang on those under windows are walked to; what lies beyond pages, and that is logged."""
MOST_STANDING = 50_000
"""So many pairs of window and service are found by the map; what lies beyond pages, and that is logged."""

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
UNION ALL
SELECT NULL, NULL FROM met HAVING count(*) = %(most)s
"""
"""A row of nothing says that not everything was walked to."""
_STANDING = """
WITH RECURSIVE win(id) AS MATERIALIZED (
    SELECT id FROM services_maintenancewindow
     WHERE cancelled_at IS NULL AND tstzrange(starts_at, ends_at) && tstzrange(%(since)s, %(until)s)
), named(win, service) AS (
    SELECT ms.maintenancewindow_id, ms.service_id
      FROM win JOIN services_maintenancewindow_services ms ON ms.maintenancewindow_id = win.id
), worked_on(win, item) AS (
    SELECT mi.maintenancewindow_id, home.id
      FROM win JOIN services_maintenancewindow_items mi ON mi.maintenancewindow_id = win.id
      JOIN assets_item i ON i.id = mi.item_id
      JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
), cover(win, service) AS (
    (SELECT win, service FROM named
     UNION ALL
     SELECT w.win, f.service_id FROM worked_on w JOIN services_footing f ON f.item_id = w.item
     UNION ALL
     SELECT w.win, si.service_id FROM worked_on w
       JOIN LATERAL (
         SELECT w.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = w.item
       ) family ON true JOIN services_serviceitem si ON si.item_id = family.id)
    UNION
    SELECT cover.win, d.service_id FROM cover JOIN services_dependency d ON d.depends_on_id = cover.service
)
SELECT win, service, true FROM named
UNION ALL
(SELECT win, service, false FROM cover LIMIT %(most)s)
"""
"""What stands on items is as it was last counted, some seconds ago; what runs on one of them directly as it is now."""


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
    """The windows between two moments, looked up once for all that many alerts ask, and only when one asks."""

    since: datetime
    until: datetime
    names: Collection[str] = ()

    def over(self, service: int | None, names: Iterable[str], moments: Collection[datetime]) -> list[Cover]:
        """Those that cover the service, or an item of one of these names (in small letters), at one of the moments."""
        asked = [*names]
        windows = {win for name in asked for win in self._on_items.get(name, ())}
        if service is not None:
            named, reached = self._on_services
            windows |= named.get(service, set())
            if service in reached and not self._known.intersection(asked):
                windows |= reached[service]
        return [self._covers[win] for win in sorted(windows) if self._covers[win].holds(moments)]

    @cached_property
    def _on_services(self) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """By service the windows that name it, and those over something that it stands on."""
        named, reached = dict[int, set[int]](), dict[int, set[int]]()
        asked = {"since": self.since, "until": self.until, "most": MOST_STANDING}
        rows = _rows(_STANDING, asked)
        for window, service, is_named in rows:
            (named if is_named else reached).setdefault(service, set()).add(window)
        if sum(not is_named for *_, is_named in rows) == MOST_STANDING:
            log.warning("maintenance reaches more than %s services: what lies beyond pages", MOST_STANDING)
        return named, reached

    @cached_property
    def _on_items(self) -> dict[str, set[int]]:
        """By name of an item the windows over it or over what it hangs on."""
        if not self.names:
            return {}
        straight, turned = assets.ways_of_failure()
        asked: dict[str, Any] = {
            "since": self.since, "until": self.until, "straight": straight, "turned": turned, "most": MOST_HANGING,
            "names": [*self.names],
        }  # fmt: skip
        rows = _rows(_NAMED, asked)
        pairs = [(name, window) for name, window in rows if window]
        if len(pairs) < len(rows):
            log.warning("more than %s items hang on those under maintenance: what lies beyond pages", MOST_HANGING)
        found: dict[str, set[int]] = {}
        for name, window in pairs:
            found.setdefault(name, set()).add(window)
        return found

    @cached_property
    def _known(self) -> set[str]:
        """Which of the names are names of items. Written small or large: those are found by the index."""
        spelt = {*self.names, *(name.upper() for name in self.names)}
        return {name.lower() for name in Item.objects.active().filter(name__in=spelt).values_list("name", flat=True)}

    @cached_property
    def _covers(self) -> dict[int, Cover]:
        windows = {win for by in (*self._on_services, self._on_items) for some in by.values() for win in some}
        rows = MaintenanceWindow.objects.filter(pk__in=windows)
        return {row.pk: Cover(row.pk, row.starts_at, row.ends_at, row.breaks_through) for row in rows}


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


def _rows(query: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return [*cursor.fetchall()]
