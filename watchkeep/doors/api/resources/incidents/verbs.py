"""The life of an incident, verb by verb, in the order in which it is lived."""

from typing import Annotated

from pydantic import Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found, other, shown
from watchkeep.doors.api.resources.incidents.queue import Scale
from watchkeep.doors.api.resources.incidents.shapes import IncidentOut
from watchkeep.doors.api.shapes import Change, Flag, Line, Moment, Text, Whole, Words
from watchkeep.work.incidents import life
from watchkeep.work.incidents.permissions import P

router = Resource("Incidents: verbs")
Solution = Annotated[Text, Field(min_length=1, pattern=r"\S")]


class Why(Change):
    """The reason, in a few words."""

    reason: Line = Field(examples=["Waiting for a spare part"])


class Perhaps(Change):
    """The reason, if there is one to give."""

    reason: Words = ""


class Restoration(Change):
    """When the service was back."""

    at: Moment | None = Field(None, description="Now unless told otherwise.")


class Resolution(Change):
    """What was done about the cause."""

    fix: Solution = Field(examples=["Restarted the payment relay"])
    cause: Text = ""
    with_children: Flag = Field(False, description="Resolve its open children with the same fix.")


class Into(Change):
    """The incident that stays."""

    into: Number


class Parent(Change):
    """The larger incident, or null for none."""

    parent: Number | None


class Judgement(Change):
    """How bad, and how soon."""

    impact: Scale | None = None
    urgency: Scale | None = None
    reason: Words = ""


class Declaration(Change):
    """How severe."""

    severity: Annotated[Whole, Field(ge=1, le=4, examples=[3])]
    reason: Words = ""


@router.verb("/{slug:number}/triage", IncidentOut, may=P.WORK)
def triage_incident(request: Call, number: Number, body: Judgement) -> IncidentOut:
    """Somebody has looked at it and knows how bad it is."""
    incident = found(request, number)
    life.triage(incident, by=request.auth, impact=body.impact, urgency=body.urgency)
    return shown(request, incident)


@router.verb("/{slug:number}/acknowledge", IncidentOut, may=P.WORK)
def acknowledge_incident(request: Call, number: Number) -> IncidentOut:
    """Answer: a person has it. When it is nobody's, it becomes theirs."""
    incident = found(request, number)
    life.acknowledge(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/start", IncidentOut, may=P.WORK)
def start_incident(request: Call, number: Number) -> IncidentOut:
    """Begin to work on it."""
    incident = found(request, number)
    life.start(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/hold", IncidentOut, may=P.WORK)
def hold_incident(request: Call, number: Number, body: Why) -> IncidentOut:
    """Wait for something outside our hands, and say for what."""
    incident = found(request, number)
    life.hold(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/resume", IncidentOut, may=P.WORK)
def resume_incident(request: Call, number: Number) -> IncidentOut:
    """The waiting is over."""
    incident = found(request, number)
    life.resume(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/restore", IncidentOut, may=P.WORK)
def restore_incident(request: Call, number: Number, body: Restoration) -> IncidentOut:
    """The service is back; its cause may not be dealt with yet."""
    incident = found(request, number)
    life.restore(incident, by=request.auth, at=body.at)
    return shown(request, incident)


@router.verb("/{slug:number}/resolve", IncidentOut, may=P.WORK)
def resolve_incident(request: Call, number: Number, body: Resolution) -> IncidentOut:
    """The cause is dealt with. The requester has a grace period to disagree."""
    incident = found(request, number)
    life.resolve(incident, by=request.auth, fix=body.fix, cause=body.cause, with_children=body.with_children)
    return shown(request, incident)


@router.verb("/{slug:number}/close", IncidentOut, may=P.CLOSE)
def close_incident(request: Call, number: Number) -> IncidentOut:
    """End it for good before the grace period is over."""
    incident = found(request, number)
    life.close(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/cancel", IncidentOut, may=P.CANCEL)
def cancel_incident(request: Call, number: Number, body: Why) -> IncidentOut:
    """It was no incident."""
    incident = found(request, number)
    life.cancel(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/reopen", IncidentOut, may=P.REOPEN)
def reopen_incident(request: Call, number: Number, body: Perhaps) -> IncidentOut:
    """It is back, within its grace period."""
    incident = found(request, number)
    life.reopen(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/merge", IncidentOut, may=P.MERGE)
def merge_incident(request: Call, number: Number, body: Into) -> IncidentOut:
    """It is the same as another one: close it here, work it there."""
    incident = found(request, number)
    life.merge(incident, by=request.auth, into=other(request, body.into, "into"))
    return shown(request, incident)


@router.verb("/{slug:number}/unmerge", IncidentOut, may=P.MERGE)
def unmerge_incident(request: Call, number: Number) -> IncidentOut:
    """It was another thing after all: it stands where it stood before."""
    incident = found(request, number)
    life.unmerge(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/parent", IncidentOut, may=P.MERGE)
def set_incident_parent(request: Call, number: Number, body: Parent) -> IncidentOut:
    """Make it part of a larger incident, or of none."""
    incident = found(request, number)
    parent = None if body.parent is None else other(request, body.parent, "parent")
    life.set_parent(incident, by=request.auth, parent=parent)
    return shown(request, incident)


@router.verb("/{slug:number}/reprioritise", IncidentOut, may=P.PRIORITISE)
def reprioritise_incident(request: Call, number: Number, body: Judgement) -> IncidentOut:
    """Judge impact or urgency anew; the priority follows by the matrix."""
    incident = found(request, number)
    life.reprioritise(incident, by=request.auth, **body.given())
    return shown(request, incident)


@router.verb("/{slug:number}/severity", IncidentOut, may=P.DECLARE)
def set_incident_severity(request: Call, number: Number, body: Declaration) -> IncidentOut:
    """Declare a severity; its definition says who may."""
    incident = found(request, number)
    life.set_severity(incident, by=request.auth, **body.given())
    return shown(request, incident)
