"""Judgement: how bad it is, how soon it must be dealt with, and what is known about it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import rules
from watchkeep.work.incidents.events import Amended, Reprioritised, SeverityChanged
from watchkeep.work.incidents.life.keeping import keep
from watchkeep.work.incidents.life.steps import put
from watchkeep.work.incidents.models import Assessment, Incident, MatrixCell, SeverityDefinition
from watchkeep.work.incidents.permissions import P
from watchkeep.work.incidents.queries import Picture
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

AMENDABLE = ("cause", "fix", "service_down_at", "next_update_at", "deadline_at")


@transaction.atomic
def reprioritise(  # a judgement has this many parts
    incident: Incident,
    *,
    by: Actor,
    impact: int | None = None,
    urgency: int | None = None,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Judge impact or urgency anew. Priority follows by the matrix, and severity until one was declared.

    What a person judges is pinned: it holds until somebody unpins it.
    """
    by.need(P.PRIORITISE, "set a priority")
    _hold(incident, "impact", "urgency", since=version)
    impact, urgency = impact or incident.impact, urgency or incident.urgency
    if (impact, urgency) == (incident.impact, incident.urgency):
        return
    if by.person:
        put(incident, is_pinned=True)
    said = {"said_impact": None if by.person else impact, "base_urgency": urgency}
    Assessment.objects.filter(pk=incident.pk).update(**said, last=None, suggested_priority=None)
    settle(incident, by=by, impact=impact, urgency=urgency, reason=reason)


def settle(  # what follows from a judgement
    incident: Incident, *, by: Actor, impact: int, urgency: int, reason: str, picture: Picture | None = None
) -> None:
    """Write impact, urgency and what follows, on a ticket that the caller holds. ``picture``: what they come from."""
    ticket = incident.ticket
    was_priority, was_severity = ticket.priority, ticket.severity
    priority = priority_of(impact, urgency)
    severity = was_severity if incident.is_severity_declared else rules.severity_of(priority)
    tickets.stir(ticket, "priority", "severity", priority=priority, severity=severity)
    put(incident, impact=impact, urgency=urgency)
    keep(incident, picture, reason=reason, is_judged=picture is None)
    tell(Reprioritised(
        record=incident.pk, by=by, impact=impact, urgency=urgency, priority=priority, severity=severity,
        was_priority=was_priority, was_severity=was_severity, reason=reason[:200], is_pinned=incident.is_pinned,
    ))  # fmt: skip


@transaction.atomic
def set_severity(incident: Incident, *, by: Actor, severity: int, reason: str = "", version: int | None = None) -> None:
    """Declare a severity; the definition says who may. From then on it no longer follows the priority."""
    may_declare(severity, by)
    _hold(incident, "severity", since=version)
    was = incident.ticket.severity
    put(incident, is_severity_declared=True)
    if severity != was:
        tickets.stir(incident.ticket, severity=severity)
        tell(SeverityChanged(record=incident.pk, by=by, severity=severity, was=was, reason=reason[:200]))


@transaction.atomic
def amend(incident: Incident, *, by: Actor, version: int | None = None, **changes: Any) -> None:
    """Correct cause, fix or times, as somebody who saw ``version``. Raises Stale when they changed since."""
    by.need(P.WORK, "work on incidents")
    if unknown := changes.keys() - set(AMENDABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    changes = {name: value for name, value in changes.items() if getattr(incident, name) != value}
    if not changes:
        return
    _hold(incident, *changes, since=version)
    put(incident, **changes)
    tell(Amended(record=incident.pk, by=by, version=incident.ticket.version, fields=sorted(changes)))


def priority_of(impact: int, urgency: int) -> int:
    """Priority (1 to 5) by the matrix. Refused (field ``impact``) outside it."""
    cell = MatrixCell.objects.filter(impact=impact, urgency=urgency).first()
    if cell is None:
        raise Refused(_("Impact and urgency go from 1 to 3."), field="impact")
    return cell.priority


def may_declare(severity: int, by: Actor) -> SeverityDefinition:
    """The definition of a severity that this actor may declare. NotAllowed, or Refused (field ``severity``)."""
    definition = SeverityDefinition.objects.filter(level=severity).first()
    if definition is None:
        raise Refused(_("There is no such severity."), field="severity")
    by.need(definition.permission, f"declare SEV{severity}")
    return definition


def hold(incident: Incident) -> None:
    """Hold the ticket's row for this transaction, and see what stands there now."""
    list(Ticket.objects.select_for_update().filter(pk=incident.pk).only("pk"))
    incident.refresh_from_db(fields=["impact", "urgency", "is_severity_declared", "is_pinned", "is_major"])
    incident.ticket.refresh_from_db(fields=["priority", "severity", "state", "is_open", "version", "touched"])


def _hold(incident: Incident, *fields: str, since: int | None) -> None:
    """Hold the ticket's row for this transaction and see what stands there now."""

    def current() -> dict[str, int | str | datetime | None]:
        incident.refresh_from_db(fields=["impact", "urgency", "is_severity_declared", "is_pinned", *AMENDABLE])
        incident.ticket.refresh_from_db(fields=["priority", "severity"])
        return {name: getattr(incident, name, getattr(incident.ticket, name, None)) for name in fields}

    tickets.claim(incident.ticket, *fields, since=since, current=current)
    current()
