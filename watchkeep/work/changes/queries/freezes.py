"""Which freezes stop a change, and how near the next one is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from watchkeep.estate.services.models import Service
from watchkeep.work.changes.models import Freeze
from watchkeep.work.changes.rules.conflicts import STOPS, WARNS, Conflict

if TYPE_CHECKING:
    from watchkeep.work.changes.queries.conflicts import Plan

MOST = 200
NEAR = timedelta(hours=72)


def frozen(plan: Plan) -> Iterable[Conflict]:
    """The freezes at the time: those over what it touches stop it, those over what hangs on it warn."""
    rows = Freeze.objects.during(plan.start, plan.end)
    freezes = list(rows.prefetch_related("services", "teams", "templates", "exceptions")[:MOST])
    owners = _owners(plan) if any(freeze.teams.all() for freeze in freezes) else set()
    for freeze in freezes:
        severity = _severity(freeze, plan, owners)
        if severity and not _lets_through(freeze, plan):
            words = _("Freeze “%(name)s”: %(reason)s") if severity == STOPS else _(
                "What hangs on it is in the freeze “%(name)s”: %(reason)s"
            )  # fmt: skip
            said = words % {"name": freeze.name, "reason": freeze.reason}
            yield Conflict("freeze", severity, said, freeze.starts_at, freeze.ends_at, freeze.pk)


def nearest_freeze(
    plan: Plan, starts_at: datetime | None, ends_at: datetime | None
) -> tuple[float | None, Conflict | None]:
    """The next freeze that would stop it, and how many hours away; 0 in one, None when there is none in three days."""
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return None, None
    stops = [one for one in frozen(plan.between(starts_at - NEAR, ends_at + NEAR)) if one.stops]
    if not stops:
        return None, None
    gap, nearest = min(((_gap(one, starts_at, ends_at), one) for one in stops), key=itemgetter(0))
    return gap.total_seconds() / 3600, nearest


def _gap(freeze: Conflict, starts_at: datetime, ends_at: datetime) -> timedelta:
    """How long from one to the other; what begins as the other ends is near, not in it."""
    if freeze.starts_at < ends_at and freeze.ends_at > starts_at:
        return timedelta()
    return max(freeze.starts_at - ends_at, starts_at - freeze.ends_at, timedelta(seconds=1))


def _severity(freeze: Freeze, plan: Plan, owners: set[int]) -> str:
    own = {one.pk for one in freeze.services.all()}
    if (
        freeze.is_everywhere
        or own & {*plan.services}
        or {one.pk for one in freeze.teams.all()} & owners
        or (freeze.organisation_id and freeze.organisation_id == plan.organisation)
    ):
        return STOPS
    return WARNS if own & plan.hit else ""


def _lets_through(freeze: Freeze, plan: Plan) -> bool:
    return (
        plan.kind in freeze.kinds
        or (plan.model is not None and any(one.pk == plan.model for one in freeze.templates.all()))
        or (plan.change is not None and any(one.change_id == plan.change for one in freeze.exceptions.all()))
    )


def _owners(plan: Plan) -> set[int]:
    """The teams that it concerns: whose change it is, and who owns what it touches."""
    teams = set(Service.objects.filter(pk__in=[*plan.services]).values_list("owner_team", flat=True))
    return teams | ({plan.team} if plan.team else set())
