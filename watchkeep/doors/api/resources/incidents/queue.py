"""The queue, and one incident: listed, read, opened, corrected, assigned."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found, shown
from watchkeep.doors.api.resources.incidents.shapes import IncidentOut, IncidentRow, StateName
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Moment, Paging, Ref, Text, Whole
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import life
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets import queries
from watchkeep.work.tickets.models import Kind
from watchkeep.work.tickets.permissions import P as Ticket

router = Resource("Incidents")

Whose = Annotated[str, Field(pattern=r"^([0-9]{1,18}|me|mine|nobody)$")]
Tag = Annotated[str, Field(min_length=1, max_length=40)]
Scale = Annotated[Whole, Field(ge=1, le=3)]


class IncidentFilters(BaseModel):
    """What the queue is asked. Values of one filter are alternatives; tags add up."""

    group: Literal["open", "ended", "all"] | None = Field(None, description="Open ones unless asked otherwise.")
    state: list[StateName] = []
    service: list[Id] = []
    team: list[Whose] = Field([], description="Ids, `mine` (any team of yours) or `nobody`.")
    assignee: list[Whose] = Field([], description="Ids, `me` or `nobody`.")
    requester: list[Whose] = []
    organisation: list[Id] = []
    priority: list[Annotated[int, Field(ge=1, le=5)]] = []
    severity: list[Annotated[int, Field(ge=1, le=4)]] = []
    tag: list[Tag] = []
    watched: bool | None = Field(None, description="Those that you watch, or do not.")
    drill: bool | None = None
    since: str | None = Field(None, max_length=40, description="Opened since: an instant, a day, or `8h`, `3d`, `2w`.")
    q: str | None = Field(
        None,
        max_length=300,
        description="Words of number, title, description, replies and notes that you may read; and operators: "
        '`state:open "disk full"`.',
    )
    order: Literal["newest", "oldest", "updated", "priority", "cost"] | None = None

    def read(self) -> queries.Filters:
        """Ask the queue the same."""
        given = self.model_dump(exclude_none=True)
        asked = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
        words = {name: [str(value) for value in values] for name, values in asked.items()}
        return queries.Filters.read(words | {"kind": [Kind.INCIDENT]})


class IncidentOpening(Change):
    """Something that has stopped working. What you leave out follows from the service and the matrix."""

    title: Line = Field(examples=["Web shop is down"])
    description: Text = ""
    service: Ref | None = None
    team: Ref | None = Field(None, description="The service's owner unless told otherwise.")
    requester: Ref | None = None
    severity: Annotated[Whole, Field(ge=1, le=4)] | None = None
    impact: Scale | None = None
    urgency: Scale | None = None
    tags: list[Tag] = Field([], max_length=20)
    is_drill: Flag = False
    service_down_at: Moment | None = None


class IncidentEdit(Change):
    """Fields to correct; what you leave out stays."""

    title: Line = ""
    description: Text = ""
    service: Ref | None = None
    requester: Ref | None = None
    organisation: Ref | None = None
    tags: list[Tag] = Field([], max_length=20)
    cause: Text = ""
    fix: Text = ""
    service_down_at: Moment | None = None
    next_update_at: Moment | None = None
    deadline_at: Moment | None = None


class Assignment(Change):
    """To whom it goes; null takes it away, and what you leave out stays."""

    team: Ref | None = None
    person: Ref | None = None


@router.list("", IncidentRow)
def list_incidents(request: Call, filters: Query[IncidentFilters], paging: Query[Paging]) -> Listing[IncidentRow]:
    """The queue: any question, any page, at the same cost."""
    page = queries.page(request.auth, filters.read(), cursor=paging.cursor, size=paging.size)
    return answers.paged(request, page, IncidentRow.of)


@router.create("", IncidentOut, may=P.OPEN)
def open_incident(request: Call, body: IncidentOpening) -> IncidentOut:
    """Open an incident."""
    given = body.given() | referred(request.auth, body.given())
    return shown(request, life.open_(by=request.auth, **given))


@router.read("/{slug:number}", IncidentOut)
def get_incident(request: Call, number: Number) -> IncidentOut:
    """One incident, and the verbs that you may use now."""
    return IncidentOut.of(found(request, number), request.auth)


@router.edit("/{slug:number}", IncidentOut, may=Ticket.EDIT)
def edit_incident(request: Call, number: Number, body: IncidentEdit) -> IncidentOut:
    """Correct fields. Nobody is overwritten in silence: a stale ETag is answered with what stands there now."""
    incident = found(request, number)
    answers.seen(request, IncidentOut.of(incident, request.auth))
    version, given = incident.ticket.version, body.given() | referred(request.auth, body.given())
    amended = {name: given.pop(name) for name in life.AMENDABLE if name in given}
    if given or not amended:
        tickets.edit(incident.ticket, by=request.auth, version=version, **given)
    if amended:
        life.amend(incident, by=request.auth, version=version, **amended)
    return shown(request, incident)


@router.verb("/{slug:number}/assign", IncidentOut, may=Ticket.ASSIGN)
def assign_incident(request: Call, number: Number, body: Assignment) -> IncidentOut:
    """Give it to a team, to a person, or to nobody."""
    incident = found(request, number)
    tickets.assign(incident.ticket, by=request.auth, **referred(request.auth, body.given()))
    return shown(request, incident)


def referred(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The records that ids in a body mean."""
    rows: dict[str, Callable[[], QuerySet[Any]]] = {
        "service": lambda: Service.objects.visible_to(actor),
        "team": lambda: Team.objects.visible_to(actor),
        "person": lambda: Person.objects.visible_to(actor).active(),
        "requester": lambda: Person.objects.visible_to(actor),
        "organisation": lambda: Organisation.objects.visible_to(actor),
    }
    return {name: answers.refer(rows[name](), given[name], name) for name in rows if name in given}
