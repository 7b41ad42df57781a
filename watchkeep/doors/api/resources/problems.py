"""Problems: what lies under incidents, and how to live with it meanwhile."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Named, Paging, Record, Ref, Text, among
from watchkeep.estate.services.models import Service
from watchkeep.work.problems import life
from watchkeep.work.problems.models import Problem, Source
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets.models import State

router = Resource("Problems")
ProblemState = Annotated[State, among(State)]
SourceName = Annotated[Source, among(Source)]
Workaround = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class ProblemOut(Record):
    """Something that lies under incidents."""

    id: int
    number: str
    title: str
    description: str
    state: ProblemState
    is_open: bool
    priority: int
    source: SourceName
    service: Named | None
    cause: str
    workaround: str
    fix: str
    reference: str
    """The change that fixes it, or its address."""
    opened_at: datetime

    @classmethod
    def of(cls, problem: Problem) -> "ProblemOut":
        """Show a problem whose service is loaded."""
        ticket = problem.ticket
        return cls(
            id=problem.pk,
            state=State(ticket.state),
            source=Source(problem.source),
            service=Named.of(ticket.service),
            **{name: getattr(ticket, name) for name in ("number", "title", "description", "is_open", "priority")},
            **{name: getattr(problem, name) for name in ("cause", "workaround", "fix", "reference")},
            opened_at=ticket.opened_at,
        )

    def href(self) -> str:
        """Where the problem is found."""
        return f"/api/v1/problems/{self.id}"


class ProblemOpening(Change):
    """A problem that somebody noticed."""

    title: Line
    description: Text = ""
    service: Ref | None = None


class KnownErrorNew(Change):
    """How to live with it."""

    workaround: Workaround


@router.list("", ProblemOut, may=P.SEE)
def list_problems(request: Call, paging: Query[Paging]) -> Listing[ProblemOut]:
    """Problems, the newest first."""
    return answers.listed(request, _problems(request), ProblemOut.of, paging, order=("-ticket_id",))


@router.create("", ProblemOut, may=P.OPEN)
def open_problem(request: Call, body: ProblemOpening) -> ProblemOut:
    """Open a problem."""
    service = answers.refer(Service.objects.visible_to(request.auth), body.service, "service")
    return ProblemOut.of(life.open_(by=request.auth, **(body.given() | {"service": service})))


@router.read("/{int:problem}", ProblemOut)
def get_problem(request: Call, problem: Id) -> ProblemOut:
    """One problem."""
    return ProblemOut.of(finding.one(request, _problems(request), problem))


@router.verb("/{int:problem}/known-error", ProblemOut, may=P.WORK)
def make_known_error(request: Call, problem: Id, body: KnownErrorNew) -> ProblemOut:
    """Say how to live with it: offered from now on where incidents look like it."""
    row = finding.one(request, _problems(request), problem)
    life.know(row, by=request.auth, workaround=body.workaround)
    return ProblemOut.of(row)


def _problems(request: Call) -> QuerySet[Problem]:
    return Problem.objects.visible_to(request.auth).select_related("ticket__service")
