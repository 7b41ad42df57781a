"""Reads: what an incident really affects at one moment, and what presses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet, Sum

from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.queries import Impact
from watchkeep.work.incidents import rules
from watchkeep.work.incidents.models import (
    AffectedService,
    Assessment,
    Incident,
    Reckoning,
    Sign,
    State,
    ThresholdSet,
)
from watchkeep.work.incidents.rules import Cause, Figures, Pressure, Refusals, Thresholds, Trend
from watchkeep.work.incidents.rules.pressure import WINDOW
from watchkeep.work.tickets.models import Kind, Ticket

DAMPING = timedelta(minutes=10)
"""How long a priority stands before it may be lowered."""


@dataclass(frozen=True)
class Picture:
    """What is affected at one moment, what presses, and what follows from both."""

    incident: Incident
    assessment: Assessment
    at: datetime
    rows: Sequence[AffectedService]
    impact: Impact
    pressure: Pressure
    thresholds: Thresholds

    @cached_property
    def figures(self) -> Figures:
        """The sums, as a pure value."""
        return figures_of(self.impact)

    @property
    def trend(self) -> Trend:
        """Where it is going."""
        return rules.trend_of(self.pressure, self.thresholds)

    @cached_property
    def refusals(self) -> Refusals:
        """What people said is no reason."""
        return Refusals(frozenset(Cause(one["key"], one["figure"]) for one in self.assessment.refused))

    @cached_property
    def judged(self) -> tuple[int, int, tuple[Cause, ...], tuple[Cause, ...]]:
        """The impact and the urgency that follow, each with its causes."""
        incident = self.incident
        urgency, pressing = rules.urgency(self.pressure, self.thresholds, self.refusals)
        impact, causes = rules.impact(self.figures, self.thresholds, self.refusals)
        if self.figures.tier is None:
            impact, causes = incident.impact, ()
        impact = min(impact, self.assessment.said_impact or 3)
        if self.refusals.holds(Cause("eased")):
            impact, urgency = min(impact, incident.impact), min(urgency, incident.urgency)
        return impact, urgency, causes, pressing

    @property
    def next_look(self) -> datetime | None:
        """When it may change by itself: counts fall, a deadline nears, nothing happens, a service opens or closes."""
        needs, pressure = self.thresholds, self.pressure
        deadline, idle = deadline_of(self.incident, self.assessment), _idle_since(self.incident, self.assessment)
        counts = pressure.alerts or pressure.reports or pressure.recoveries or pressure.joined
        return rules.next_look(
            self.at,
            self.at + WINDOW / 3 if counts else None,
            deadline - timedelta(minutes=needs.deadline_minutes) if deadline else None,
            idle + timedelta(minutes=needs.stalled_minutes) if idle else None,
            self.impact.next_turn(self.at),
        )


def picture(incident: Incident, assessment: Assessment, at: datetime, impact: Impact | None = None) -> Picture:
    """Read what is affected and what presses. ``impact``: when the caller knows it already."""
    rows = list(affected(incident))
    hit = impact or services.impact_of(_ids(incident, rows), at)
    counts = Sign.objects.filter(incident=incident, minute_at__gt=at - WINDOW).values_list("kind")
    heard = dict(counts.annotate(n=Sum("count")).order_by())
    deadline, idle = deadline_of(incident, assessment), _idle_since(incident, assessment)
    pressure = Pressure(
        base=assessment.base_urgency or incident.urgency,
        alerts=heard.get(Sign.Kind.ALERT, 0),
        recoveries=heard.get(Sign.Kind.RECOVERY, 0),
        reports=heard.get(Sign.Kind.REPORT, 0),
        joined=sum(row.since > at - WINDOW for row in rows),
        deadline_minutes=_minutes(at, deadline) if deadline else None,
        stalled_minutes=_minutes(idle, at) if idle else None,
    )
    return Picture(incident, assessment, at, rows, hit, pressure, ThresholdSet.in_force())


def affected(incident: Incident) -> "QuerySet[AffectedService]":
    """The services that it affects besides its own."""
    rows = AffectedService.objects.filter(incident=incident, left_at=None, is_ruled_out=False)
    return rows.select_related("service")


def assessment_of(incident: Incident) -> Assessment:
    """How its priority is watched over; a fresh one when nothing has been kept yet."""
    return Assessment.objects.filter(pk=incident.pk).first() or Assessment(incident=incident)


def reckonings(incident: Incident) -> "QuerySet[Reckoning]":
    """How its priority came about, the latest first."""
    return Reckoning.objects.filter(incident=incident).order_by("-id")


def all_affected(incident: int) -> tuple[int, ...]:
    """The services that an incident affects, its own among them, but not what depends on them."""
    own = Ticket.objects.filter(pk=incident).values_list("service", flat=True)
    others = AffectedService.objects.filter(incident=incident, left_at=None, is_ruled_out=False)
    return tuple(sorted({pk for pk in (*own, *others.values_list("service", flat=True)) if pk}))


def open_on(service_ids: Sequence[int]) -> list[int]:
    """Open incidents on these services."""
    own = Ticket.objects.open().filter(service__in=service_ids, kind=Kind.INCIDENT).values_list("pk", flat=True)
    rows = AffectedService.objects.filter(
        service__in=service_ids, left_at=None, is_ruled_out=False, incident__ticket__is_open=True
    )
    return sorted({*own, *rows.values_list("incident", flat=True)})


def names_of(services: Iterable[int]) -> list[str]:
    """The names of services, none for none."""
    ids = list(services)
    return list(Service.objects.filter(pk__in=ids).values_list("name", flat=True)) if ids else []


def figures_of(impact: Impact) -> Figures:
    """The sums of an impact, as a pure value."""
    return Figures(
        services=tuple(sorted(service.pk for service in impact.services)),
        people=impact.people,
        customers=impact.customers,
        value_per_hour=impact.value_per_hour,
        tier=impact.tier,
    )


def deadline_of(incident: Incident, assessment: Assessment) -> datetime | None:
    """The first of what was declared and what was promised."""
    return min(filter(None, (incident.deadline_at, assessment.promise_at)), default=None)


def _idle_since(incident: Incident, assessment: Assessment) -> datetime | None:
    """Since when nothing has moved; None while it waits on purpose."""
    if incident.state == State.ON_HOLD:
        return None
    return max(filter(None, (assessment.progress_at, incident.ticket.opened_at)))


def _ids(incident: Incident, rows: Sequence[AffectedService]) -> list[int]:
    own = [incident.ticket.service_id] if incident.ticket.service_id else []
    return [*own, *(row.service_id for row in rows)]


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)
