"""Which planned changes a freeze stops: one question for all of them, however many there are."""

from django.db.models import Q, QuerySet

from watchkeep.kernel import clock
from watchkeep.work.changes.models import Change, Freeze
from watchkeep.work.tickets.models import State

WAITS = (State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED)
"""Whoever planned it counts on its time, and it has not begun."""


def stopped_by(freeze: Freeze) -> QuerySet[Change]:
    """The changes that are planned and have not begun, and that the freeze stops where it stands; none once lifted."""
    now = clock.now()
    if freeze.lifted_at or freeze.ends_at <= now:
        return Change.objects.none()
    rows = Change.objects.during(freeze.starts_at, freeze.ends_at).filter(ticket__state__in=WAITS, ends_at__gt=now)
    rows = rows.exclude(kind__in=freeze.kinds).exclude(model__in=freeze.templates.all())
    rows = rows.exclude(pk__in=freeze.exceptions.values("change"))
    return rows if freeze.is_everywhere else rows.filter(_where(freeze)).distinct()


def _where(freeze: Freeze) -> Q:
    teams = freeze.teams.values("pk")
    found = Q(touches__service__in=freeze.services.values("pk"))
    found |= Q(ticket__team__in=teams) | Q(touches__service__owner_team__in=teams)
    if freeze.organisation_id:
        found |= Q(ticket__requester__organisation=freeze.organisation_id)
    return found
