"""What an incident affects, what would follow, and people's word on its priority."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found, shown
from watchkeep.doors.api.resources.incidents.shapes import IncidentOut
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Named, Paging, Record, Ref, Words, among
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import AffectedService
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Ticket

router = Resource("Incidents: priority")
How = Annotated[AffectedService.How, among(AffectedService.How)]


class AffectedOut(Record):
    """A service that is affected besides the incident's own."""

    service: Named
    how: How
    since: datetime
    by: str

    @classmethod
    def of(cls, row: AffectedService) -> "AffectedOut":
        """Show a row whose service is loaded."""
        service = Named(id=row.service_id, name=row.service.name)
        return cls(service=service, how=AffectedService.How(row.how), since=row.since, by=row.by)


class WeightOut(Record):
    """What is affected now, and the priority that would follow if nobody had pinned it."""

    services: list[Named]
    """Its own, those that joined, and what depends on them."""
    customers: int
    people: int
    """Counted per service: an upper bound."""
    value_per_minute: Decimal
    """In euro, at this moment."""
    suggested_priority: int | None
    suggested_because: str


class Reasoned(Change):
    """Why."""

    reason: Line = Field(examples=["The second region has recovered"])


class PerhapsReasoned(Change):
    """Why, if there is something to say."""

    reason: Words = ""


class Affecting(Change):
    """Which service is affected as well."""

    service: Ref
    reason: Words = ""


@router.read("/{slug:number}/impact", WeightOut, may=Ticket.SEE)
def get_incident_impact(request: Call, number: Number) -> WeightOut:
    """What the incident affects at this moment."""
    incident = found(request, number)
    request.auth.need(Ticket.SEE, "see what is affected")
    assessment = queries.assessment_of(incident)
    impact = queries.picture(incident, assessment, incident.restored_at or clock.now()).impact
    return WeightOut(
        services=[Named(id=one.pk, name=one.name) for one in impact.services],
        customers=impact.customers,
        people=impact.people,
        value_per_minute=impact.value_per_minute,
        suggested_priority=assessment.suggested_priority,
        suggested_because=assessment.suggestion.get("reason", "") if assessment.has_suggestion else "",
    )


@router.list("/{slug:number}/affected", AffectedOut, may=Ticket.SEE)
def list_affected_services(request: Call, number: Number, paging: Query[Paging]) -> Listing[AffectedOut]:
    """The services that joined."""
    rows = queries.affected(found(request, number))
    request.auth.need(Ticket.SEE, "see what is affected")
    return answers.listed(request, rows, AffectedOut.of, paging, order=("since", "id"))


@router.verb("/{slug:number}/affected", IncidentOut, may=P.PRIORITISE)
def affect_service(request: Call, number: Number, body: Affecting) -> IncidentOut:
    """Say that another service is affected as well."""
    incident = found(request, number)
    service = answers.referred(Service.objects.visible_to(request.auth), body.service, "service")
    life.affect(incident, by=request.auth, service=service, reason=body.reason)
    return shown(request, incident)


@router.remove("/{slug:number}/affected/{int:service}", may=P.PRIORITISE)
def spare_service(request: Call, number: Number, service: Id) -> None:
    """Say that a service is not affected, or no longer."""
    incident = found(request, number)
    row = answers.referred(Service.objects.visible_to(request.auth), service, "service")
    life.spare(incident, by=request.auth, service=row)


@router.verb("/{slug:number}/pin", IncidentOut, may=P.PRIORITISE)
def pin_priority(request: Call, number: Number, body: PerhapsReasoned) -> IncidentOut:
    """Keep the priority as it is, whatever changes."""
    incident = found(request, number)
    life.pin(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/unpin", IncidentOut, may=P.PRIORITISE)
def unpin_priority(request: Call, number: Number) -> IncidentOut:
    """Let the priority follow again from what is affected."""
    incident = found(request, number)
    life.unpin(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/accept", IncidentOut, may=P.PRIORITISE)
def accept_priority(request: Call, number: Number) -> IncidentOut:
    """Take the priority that is suggested; it stays pinned."""
    incident = found(request, number)
    life.accept(incident, by=request.auth)
    return shown(request, incident)


@router.verb("/{slug:number}/refuse", IncidentOut, may=P.PRIORITISE)
def refuse_priority(request: Call, number: Number, body: Reasoned) -> IncidentOut:
    """Refuse what is suggested, or else take back the last change that was made by itself."""
    incident = found(request, number)
    life.refuse(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/major", IncidentOut, may=P.DECLARE_MAJOR)
def declare_major_incident(request: Call, number: Number, body: Reasoned) -> IncidentOut:
    """Declare a major incident, whatever the matrix says."""
    incident = found(request, number)
    life.declare_major(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)


@router.verb("/{slug:number}/withdraw-major", IncidentOut, may=P.DECLARE_MAJOR)
def withdraw_major_incident(request: Call, number: Number, body: Reasoned) -> IncidentOut:
    """Say that it is no major incident after all."""
    incident = found(request, number)
    life.withdraw_major(incident, by=request.auth, reason=body.reason)
    return shown(request, incident)
