"""A page as the public reads it: everything that is shown, in a constant number of queries, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from watchkeep.duty.announcements.models import (
    OPEN,
    Announcement,
    Component,
    ComponentGroup,
    Effect,
    Kind,
    Period,
    State,
    StatusPage,
    Update,
)
from watchkeep.duty.announcements.rules import history, standing
from watchkeep.duty.announcements.rules.history import History
from watchkeep.kernel import clock

MOST = 100
"""How many announcements a page shows at most; an older one still opens by its own address."""


@dataclass(frozen=True)
class Shown:
    """A published announcement with what was said, the newest first, and the components that it is about."""

    announcement: Announcement
    updates: list[Update]
    components: list[Component]

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.announcement.is_open

    @property
    def is_maintenance(self) -> bool:
        """Whether it was planned."""
        return self.announcement.kind == Kind.MAINTENANCE


@dataclass(frozen=True)
class Snapshot:
    """A page at one moment."""

    page: StatusPage
    now: datetime
    groups: list[ComponentGroup]
    components: list[Component]
    shown: list[Shown]
    periods: dict[int, list[Period]] = field(repr=False)

    @property
    def indicator(self) -> str:
        """The whole page in one word: none, maintenance, minor, major or critical."""
        return standing.indicator(component.status for component in self.components)

    @cached_property
    def incidents(self) -> list[Shown]:
        """Incidents that are not over, the newest first."""
        return [one for one in self.shown if one.is_open and not one.is_maintenance]

    @cached_property
    def under_way(self) -> list[Shown]:
        """Maintenance that is going on."""
        return [one for one in self._planned if one.announcement.state != State.SCHEDULED]

    @cached_property
    def upcoming(self) -> list[Shown]:
        """Maintenance still to come, the next one first."""
        return [one for one in self._planned if one.announcement.state == State.SCHEDULED]

    @cached_property
    def past(self) -> list[Shown]:
        """What is over, the newest first."""
        return [one for one in self.shown if not one.is_open]

    @cached_property
    def _planned(self) -> list[Shown]:
        found = [one for one in self.shown if one.is_open and one.is_maintenance]
        return sorted(found, key=lambda one: one.announcement.scheduled_for or self.now)

    @property
    def updated_at(self) -> datetime:
        """When the public was last told something, or the page was changed."""
        return max([self.page.changed_at, *(one.changed_at for one in self.components)])

    def history(self, component: Component) -> History:
        """The last ninety days of a component."""
        return history_of(component, self.periods.get(component.pk, []), self.page, self.now)

    def in_group(self, group: ComponentGroup | None) -> list[Component]:
        """The components of a group, or those in none."""
        return [one for one in self.components if one.group_id == (group.pk if group else None)]


def snapshot(page: StatusPage, *, also: int | None = None) -> Snapshot:
    """Read a page. ``also`` names one older announcement that is wanted besides."""
    now = clock.now()
    components = list(Component.objects.filter(page=page, is_active=True))
    periods: dict[int, list[Period]] = {}
    since = now - timedelta(days=history.DAYS + 1)
    for period in Period.objects.filter(Q(ends_at=None) | Q(ends_at__gt=since), component__in=components):
        periods.setdefault(period.component_id, []).append(period)
    return Snapshot(
        page=page,
        now=now,
        groups=list(ComponentGroup.objects.filter(page=page)),
        components=components,
        shown=_shown(page, components, since, also),
        periods=periods,
    )


def history_of(component: Component, periods: Iterable[Period], page: StatusPage, now: datetime) -> History:
    """The last ninety days of a component, cut into the days of its page's zone."""
    stretches = [history.Stretch(one.status, one.starts_at, one.ends_at) for one in periods]
    first = min([component.created_at, *(one.starts_at for one in stretches)])
    return history.of(stretches, since=first, now=now, zone=ZoneInfo(page.time_zone))


def _shown(page: StatusPage, components: list[Component], since: datetime, also: int | None) -> list[Shown]:
    lately = Q(state__in=OPEN) | Q(published_at__gt=since) | Q(pk=also or 0)
    rows = Announcement.objects.shown().filter(lately, page=page).order_by("-published_at", "-id")
    rows = rows.prefetch_related(
        Prefetch("updates", Update.objects.filter(state=Update.State.PUBLISHED), to_attr="said"),
        Prefetch("effects", Effect.objects.all(), to_attr="felt"),
    )
    known = {one.pk: one for one in components}
    found = list(rows[:MOST])
    return [
        Shown(row, row.said, [known[one.component_id] for one in row.felt if one.component_id in known])  # type: ignore[attr-defined]
        for row in found
    ]
