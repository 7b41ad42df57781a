"""Problems: what lies under incidents, and how to live with it meanwhile."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents import finding as incidents
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Named, Paging, Record, Ref, Text, among
from watchkeep.estate.services.models import Service
from watchkeep.work.problems import life, queries
from watchkeep.work.problems.models import Answer, Problem, Source, Suggestion
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets.models import State
from watchkeep.work.tickets.permissions import P as Tickets

router = Resource("Problems")
suggested = Resource("Problems")
ProblemState = Annotated[State, among(State)]
SourceName = Annotated[Source, among(Source)]
Prose = Annotated[str, Field(max_length=20_000)]
Reference = Annotated[str, Field(max_length=300, examples=["CHG-1042"])]
ChangeLink = Annotated[str, Field(max_length=500, examples=["https://changes.example.org/CHG-1042"])]
Said = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


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
    """What the change that fixes it is called where it is kept."""
    change_link: str
    """Its address there; empty when it has none."""
    verification: str
    """How one saw that it is gone."""
    item: Named | None
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
            item=Named.of(problem.item),
            **{name: getattr(ticket, name) for name in ("number", "title", "description", "is_open", "priority")},
            **{name: getattr(problem, name) for name in (*life.AMENDABLE, "verification")},
            opened_at=ticket.opened_at,
        )

    def href(self) -> str:
        """Where the problem is found."""
        return f"/api/v1/problems/{self.id}"


class SuggestionOut(Record):
    """Something that came back so often that it may be a problem."""

    id: int
    title: str
    why: str
    service: Named | None
    item: Named | None
    incidents: list[int]
    """The incidents that have it in common, by id."""
    created_at: datetime

    @classmethod
    def of(cls, row: Suggestion) -> "SuggestionOut":
        """Show a suggestion whose service and item are loaded."""
        names = ("title", "why", "created_at")
        return cls(
            id=row.pk,
            service=Named.of(row.service),
            item=Named.of(row.item),
            incidents=row.tickets,
            **{name: getattr(row, name) for name in names},
        )


class ProblemOpening(Change):
    """A problem that somebody noticed. With `incident` it lies under that one and takes over its service."""

    title: Line
    description: Text = ""
    service: Ref | None = None
    incident: Annotated[str, Field(max_length=20, examples=["INC-1042"])] | None = None


class MergeInto(Change):
    """The problem that stays."""

    same_problem: Ref


class ProblemAmendment(Change):
    """What is known of it. What is left out stays."""

    cause: Prose = ""
    workaround: Prose = ""
    fix: Prose = ""
    reference: Reference = ""
    change_link: ChangeLink = ""
    """An https address; it needs a `reference`."""


class KnownErrorNew(Change):
    """How to live with it."""

    workaround: Said
    cause: Prose = ""


class FixBeginning(Change):
    """The cause that is being removed, and the change that does it, by what it is called and where it stands."""

    because: Said
    reference: Reference = ""
    change_link: ChangeLink = ""
    """An https address; it needs a `reference`."""


class FixDone(Change):
    """What removed the cause."""

    fix: Said


class Verification(Change):
    """How one saw that it is gone."""

    verification: Said


class ProblemReason(Change):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class CausedIncident(Change):
    """An incident that it caused."""

    incident: Annotated[str, Field(min_length=1, max_length=20, examples=["INC-1042"])]


class ProblemFilters(BaseModel):
    """Where they stand, or which change fixes them; `fits`: known errors whose workaround may help on that incident."""

    state: ProblemState | None = None
    open: bool | None = None
    fits: Annotated[str, Field(max_length=20)] | None = None
    reference: Reference | None = None


@router.list("", ProblemOut, may=P.SEE)
def list_problems(request: Call, filters: Query[ProblemFilters], paging: Query[Paging]) -> Listing[ProblemOut]:
    """Problems, the newest first."""
    rows = _problems(request)
    if filters.fits is not None:
        incident = incidents.other(request, filters.fits, "fits")
        fitting = queries.known_errors(incident.ticket, request.auth, fingerprint=incident.fingerprint, most=50)
        rows = rows.filter(pk__in=[one.pk for one in fitting])
    asked = {"ticket__state": filters.state, "ticket__is_open": filters.open, "reference": filters.reference}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return answers.listed(request, rows, ProblemOut.of, paging, order=("-ticket_id",))


@router.create("", ProblemOut, may=P.OPEN)
def open_problem(request: Call, body: ProblemOpening) -> ProblemOut:
    """Open a problem."""
    given = body.given()
    if "service" in given:
        given["service"] = answers.refer(Service.objects.visible_to(request.auth), body.service, "service")
    if (number := given.pop("incident", None)) is None:
        return _shown(request, life.open_(by=request.auth, **given))
    under = incidents.other(request, number, "incident")
    made = life.open_from(under.ticket, by=request.auth, fingerprint=under.fingerprint, **given)
    return _shown(request, made)


@router.read("/{int:problem}", ProblemOut)
def get_problem(request: Call, problem: Id) -> ProblemOut:
    """One problem."""
    return ProblemOut.of(finding.one(request, _problems(request), problem))


@router.verb("/{int:problem}/known-error", ProblemOut, may=P.WORK)
def make_known_error(request: Call, problem: Id, body: KnownErrorNew) -> ProblemOut:
    """Say how to live with it: offered from now on where incidents look like it."""
    row = finding.one(request, _problems(request), problem)
    life.know(row, by=request.auth, workaround=body.workaround, cause=body.cause)
    return _shown(request, row)


@router.edit("/{int:problem}", ProblemOut, may=P.WORK)
def amend_problem(request: Call, problem: Id, body: ProblemAmendment) -> ProblemOut:
    """Write down cause, workaround, fix or change."""
    row = finding.one(request, _problems(request), problem)
    answers.seen(request, ProblemOut.of(row))
    life.amend(row, by=request.auth, **body.given())
    return _shown(request, row)


@router.verb("/{int:problem}/investigate", ProblemOut, may=P.WORK)
def investigate_problem(request: Call, problem: Id) -> ProblemOut:
    """Begin to look for the cause."""
    row = finding.one(request, _problems(request), problem)
    life.investigate(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:problem}/begin-fix", ProblemOut, may=P.WORK)
def begin_problem_fix(request: Call, problem: Id, body: FixBeginning) -> ProblemOut:
    """The cause is known and is being removed."""
    row = finding.one(request, _problems(request), problem)
    change = {"reference": body.reference, "change_link": body.change_link}
    life.begin_fix(row, by=request.auth, cause=body.because, **change)
    return _shown(request, row)


@router.verb("/{int:problem}/resolve", ProblemOut, may=P.WORK)
def resolve_problem(request: Call, problem: Id, body: FixDone) -> ProblemOut:
    """The cause is removed. It is closed once somebody has seen that it is gone."""
    row = finding.one(request, _problems(request), problem)
    life.resolve(row, by=request.auth, fix=body.fix)
    return _shown(request, row)


@router.verb("/{int:problem}/close", ProblemOut, may=P.CLOSE)
def close_problem(request: Call, problem: Id, body: Verification) -> ProblemOut:
    """Say how one saw that it is gone, and end it."""
    row = finding.one(request, _problems(request), problem)
    life.close(row, by=request.auth, verification=body.verification)
    return _shown(request, row)


@router.verb("/{int:problem}/cancel", ProblemOut, may=P.CLOSE)
def cancel_problem(request: Call, problem: Id, body: ProblemReason) -> ProblemOut:
    """Nothing lies under it after all."""
    row = finding.one(request, _problems(request), problem)
    life.cancel(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.verb("/{int:problem}/reopen", ProblemOut, may=P.WORK)
def reopen_problem(request: Call, problem: Id, body: ProblemReason) -> ProblemOut:
    """It is not gone: look again."""
    row = finding.one(request, _problems(request), problem)
    life.reopen(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.verb("/{int:problem}/merge", ProblemOut, may=P.WORK)
def merge_problem(request: Call, problem: Id, body: MergeInto) -> ProblemOut:
    """It is the same as another one: closed here, read and worked there."""
    row = finding.one(request, _problems(request), problem)
    into = answers.referred(_problems(request), body.same_problem, "same_problem")
    life.merge(row, by=request.auth, into=into)
    return _shown(request, row)


@router.verb("/{int:problem}/unmerge", ProblemOut, may=P.WORK)
def unmerge_problem(request: Call, problem: Id) -> ProblemOut:
    """It was another thing after all: it stands where it stood before."""
    row = finding.one(request, _problems(request), problem)
    life.unmerge(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:problem}/incidents", ProblemOut, may=Tickets.LINK)
def link_problem_incident(request: Call, problem: Id, body: CausedIncident) -> ProblemOut:
    """Say that it caused an incident."""
    row = finding.one(request, _problems(request), problem)
    life.link_incident(row, by=request.auth, incident=incidents.other(request, body.incident, "incident").ticket)
    return _shown(request, row)


@suggested.list("", SuggestionOut, may=P.SEE)
def list_problem_suggestions(request: Call, paging: Query[Paging]) -> Listing[SuggestionOut]:
    """What came back so often that it may be a problem, and waits for an answer; the newest first."""
    return answers.listed(request, _suggestions(request), SuggestionOut.of, paging)


@suggested.verb("/{int:suggestion}/take", ProblemOut, may=P.OPEN)
def take_suggestion(request: Call, suggestion: Id) -> ProblemOut:
    """Make a problem of it, with the incidents that it names."""
    row = finding.one(request, _suggestions(request), suggestion)
    return _shown(request, life.take_suggestion(row, by=request.auth))


@suggested.verb("/{int:suggestion}/dismiss", None, may=P.OPEN)
def dismiss_suggestion(request: Call, suggestion: Id, body: ProblemReason) -> None:
    """See no problem in it. Two more recurrences ask again."""
    row = finding.one(request, _suggestions(request), suggestion)
    life.dismiss_suggestion(row, by=request.auth, reason=body.reason)


def _problems(request: Call) -> QuerySet[Problem]:
    return Problem.objects.visible_to(request.auth).select_related("ticket__service", "item")


def _shown(request: Call, problem: Problem) -> ProblemOut:
    return ProblemOut.of(_problems(request).get(pk=problem.pk))


def _suggestions(request: Call) -> QuerySet[Suggestion]:
    rows = Suggestion.objects.filter(answer=Answer.OPEN).select_related("service", "item")
    return rows if request.auth.may(P.SEE) else rows.none()
