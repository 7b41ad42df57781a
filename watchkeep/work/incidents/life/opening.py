"""The beginning: an incident is opened, looked at, and answered by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.queries import Impact
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.work.incidents import queries, rules
from watchkeep.work.incidents.events import Acknowledged, Opened, Triaged
from watchkeep.work.incidents.life.judging import may_declare, priority_of, reprioritise
from watchkeep.work.incidents.life.keeping import keep
from watchkeep.work.incidents.life.steps import take, unless_known
from watchkeep.work.incidents.models import Assessment, Incident, ThresholdSet
from watchkeep.work.incidents.permissions import P
from watchkeep.work.incidents.queries import Picture
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Kind, Link, Relation, Ticket


@transaction.atomic
def open_(  # what may be known when something breaks
    *,
    by: Actor,
    title: str,
    description: str = "",
    service: Service | None = None,
    severity: int | None = None,
    impact: int | None = None,
    urgency: int | None = None,
    team: Team | None = None,
    requester: Person | None = None,
    tags: Iterable[str] = (),
    is_drill: bool = False,
    past: Incident | None = None,
    fingerprint: str = "",
    service_down_at: datetime | None = None,
) -> Incident:
    """Open an incident. What nobody judged follows from the service, its dependants and the matrix."""
    _refuse_unasked(by, severity=severity, judged=impact or urgency, is_drill=is_drill)
    scale = _scale(service, severity, impact, urgency)
    ticket = Ticket.objects.create(
        number=next_number("INC"), kind=Kind.INCIDENT, title=tickets.clean_title(title),
        description=description.replace("\x00", ""), priority=scale.priority, severity=scale.severity,
        service=service, team=team or (service.owner_team if service else None), **_asked_by(requester, by),
        tags=tickets.clean_tags(tags), is_drill=is_drill, cost_of_delay=scale.cost_of_delay,
    )  # fmt: skip
    incident = Incident.objects.create(
        ticket=ticket, impact=scale.impact, urgency=scale.urgency, fingerprint=fingerprint,
        is_severity_declared=severity is not None, service_down_at=service_down_at or ticket.opened_at,
        is_pinned=bool(by.person and (impact or urgency)),
    )  # fmt: skip
    _tie(ticket, past)
    _watch_over(incident, scale, said=impact)
    tell(Opened(
        record=ticket.pk, by=by, at=ticket.opened_at, number=ticket.number, priority=ticket.priority,
        severity=ticket.severity, service=ticket.service_id, team=ticket.team_id, is_drill=is_drill,
        past=past.pk if past else None,
    ))  # fmt: skip
    live.changed("queue")
    return incident


@transaction.atomic
def triage(  # the same
    incident: Incident,
    *,
    by: Actor,
    impact: int | None = None,
    urgency: int | None = None,
    team: Team | tickets.Keep | None = tickets.KEEP,
    person: Person | tickets.Keep | None = tickets.KEEP,
) -> None:
    """Look at it and say where it belongs. Judging and assigning tell their own facts."""
    take(incident, "triage", by=by)
    tell(Triaged(record=incident.pk, by=by))
    if impact or urgency:
        reprioritise(incident, by=by, impact=impact, urgency=urgency)
    if team is not tickets.KEEP or person is not tickets.KEEP:
        tickets.assign(incident.ticket, by=by, team=team, person=person)


@transaction.atomic
def acknowledge(incident: Incident, *, by: Actor) -> None:
    """Answer: a person has it. When it is nobody's, it becomes theirs."""
    took = by.person is not None and incident.ticket.assignee_id is None
    spine = {"assignee": Coalesce(F("assignee"), Value(by.person))} if by.person else {}
    answered = unless_known("acknowledged_at", clock.now())
    take(incident, "acknowledge", by=by, spine=spine, acknowledged_at=answered)
    tell(Acknowledged(record=incident.pk, by=by, person=by.person, took=took))


def severity_ahead(service: Service | None, *, severity: int | None = None, urgency: int | None = None) -> int:
    """How severe (1 to 4) an incident on the service would be if it were opened now."""
    return _scale(service, severity, None, urgency).severity


def _refuse_unasked(by: Actor, *, severity: int | None, judged: int | None, is_drill: bool) -> None:
    by.need(P.OPEN, "open incidents")
    if judged:
        by.need(P.PRIORITISE, "set a priority")
    if severity is not None:
        may_declare(severity, by)
    if is_drill:
        by.need(P.DRILL, "hold drills")


@dataclass(frozen=True)
class _Scale:
    """What is known of a new incident's weight."""

    impact: int
    urgency: int
    priority: int
    severity: int
    hit: Impact
    thresholds: rules.Thresholds

    @property
    def cost_of_delay(self) -> Decimal:
        """What a minute of waiting costs, in euro."""
        return rules.cost_of_delay(self.hit.value_per_hour, self.urgency)


def _scale(service: Service | None, severity: int | None, impact: int | None, urgency: int | None) -> _Scale:
    """What nobody judged follows from what is affected now, by the thresholds, and from the severity."""
    hit = services.impact_of([service.pk], clock.now()) if service else Impact(())
    thresholds = ThresholdSet.in_force()
    if impact is None and service:
        impact, _causes = rules.impact(queries.figures_of(hit), thresholds, rules.Refusals())
    impact, urgency = impact or 2, urgency or rules.urgency_of(severity)
    priority = priority_of(impact, urgency)
    return _Scale(impact, urgency, priority, severity or rules.severity_of(priority), hit, thresholds)


def _tie(ticket: Ticket, past: Incident | None) -> None:
    """It follows on from a past one."""
    if past:
        Link.objects.create(source=ticket, target=past.ticket, relation=Relation.FOLLOWS)


def _watch_over(incident: Incident, scale: _Scale, *, said: int | None) -> None:
    """Keep how the first priority came about, and look again when something may change by itself."""
    is_pinned = incident.is_pinned
    assessment = Assessment(incident=incident, said_impact=None if is_pinned else said, base_urgency=scale.urgency)
    pressure = rules.Pressure(base=scale.urgency)
    picture = Picture(incident, assessment, incident.ticket.opened_at, (), scale.hit, pressure, scale.thresholds)
    assessment.reassess_at = picture.next_look
    assessment.save(force_insert=True)
    keep(incident, picture, is_judged=is_pinned)


def _asked_by(requester: Person | None, by: Actor) -> dict[str, int | None]:
    """Who asked, and for which organisation. Somebody who does not work on incidents asks for themselves."""
    if requester is not None:
        return {"requester_id": requester.pk, "organisation_id": requester.organisation_id}
    if by.person is None or by.may(P.WORK):
        return {}
    return {"requester_id": by.person, "organisation_id": by.organisation}
