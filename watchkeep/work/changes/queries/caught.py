"""Which planned changes a freeze stops: one question for all of them, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from watchkeep.kernel import clock
from watchkeep.work.changes.models import Change, Freeze
from watchkeep.work.tickets.models import State

if TYPE_CHECKING:
    from datetime import datetime

    Ids = Collection[int] | QuerySet[Any, Any]
WAITS = (State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED)
"""Whoever planned it counts on its time, and it has not begun."""


@dataclass(frozen=True)
class Reach:
    """Of a freeze, declared or only thought of: when, over what, and what passes it. Ties are ids, or ask for them."""

    starts_at: datetime
    ends_at: datetime
    is_everywhere: bool = False
    services: Ids = ()
    teams: Ids = ()
    organisation: int | None = None
    kinds: Collection[str] = ()
    templates: Ids = ()


def stopped_by(freeze: Freeze) -> QuerySet[Change]:
    """The changes that are planned and have not begun, and that the freeze stops where it stands; none once lifted."""
    if freeze.lifted_at:
        return Change.objects.none()
    reach = Reach(
        freeze.starts_at, freeze.ends_at, freeze.is_everywhere, freeze.services.values("pk"), freeze.teams.values("pk"),
        freeze.organisation_id, freeze.kinds, freeze.templates.values("pk"),
    )  # fmt: skip
    return stopped_within(reach).exclude(pk__in=freeze.exceptions.values("change"))


def stopped_within(reach: Reach) -> QuerySet[Change]:
    """The changes that are planned and have not begun, and that a freeze like this would stop."""
    now = clock.now()
    if reach.ends_at <= now:
        return Change.objects.none()
    rows = Change.objects.during(reach.starts_at, reach.ends_at).filter(ticket__state__in=WAITS, ends_at__gt=now)
    rows = rows.exclude(kind__in=reach.kinds).exclude(model__in=reach.templates)
    return rows if reach.is_everywhere else rows.filter(_where(reach)).distinct()


def _where(reach: Reach) -> Q:
    found = Q(touches__service__in=reach.services)
    found |= Q(ticket__team__in=reach.teams) | Q(touches__service__owner_team__in=reach.teams)
    if reach.organisation:
        found |= Q(ticket__requester__organisation=reach.organisation)
    return found
