"""What requests look like outside."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from watchkeep.doors.api.shapes import Named, Record, among
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Request, Source
from watchkeep.work.tickets.models import State, Ticket

RequestState = Annotated[State, among(State)]
SourceOfRequest = Annotated[Source, among(Source)]
_SPINE = ("number", "title", "is_open", "priority", "tags", "opened_at", "updated_at")
_DETAILS = (
    "answers", "quantity", "hold_reason", "waits_for_requester", "refuse_reason", "cancel_reason", "result",
    "started_at", "fulfilled_at", "reopen_until", "reopened_count", "proof",
)  # fmt: skip


class RequestRow(Record):
    """A request as a list shows it."""

    number: str
    title: str
    state: RequestState
    is_open: bool
    priority: int
    item: Named | None
    """What of the catalogue it asks for; null for one's own words."""
    service: Named | None
    team: Named | None
    assignee: Named | None
    requester: Named | None
    tags: list[str]
    opened_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, ticket: Ticket, request: Request) -> "RequestRow":
        """Show a ticket, with its service, team and people loaded, and what it asks for."""
        return cls(
            state=State(ticket.state),
            item=Named.of(request.item),
            service=Named.of(ticket.service),
            team=Named.of(ticket.team),
            assignee=Named.of(ticket.assignee),
            requester=Named.of(ticket.requester),
            **{name: getattr(ticket, name) for name in _SPINE},
        )

    def href(self) -> str:
        """Where the request is found."""
        return f"/api/v1/requests/{self.number}"


class RequestLine(Record):
    """A line of what is asked for, as those who must agree read it."""

    label: str
    value: str


class RequestOut(RequestRow):
    """Somebody asks for something, and all that is known about it."""

    volatile: ClassVar[frozenset[str]] = frozenset({"steps"})

    description: str
    """Markdown."""
    edition: int | None
    """The edition of the item under which it was asked for, which it keeps."""
    answers: dict[str, Any]
    """By the names of the questions."""
    lines: list[RequestLine]
    """The same in words: item, how many, price, every answer."""
    quantity: int
    proof: str
    """How it was made sure who asked, in words; empty where nothing was wanted."""
    source: SourceOfRequest
    opened_by: Named | None
    organisation: Named | None
    hold_reason: str
    waits_for_requester: bool
    """On hold until the requester replies."""
    refuse_reason: str
    cancel_reason: str
    result: str
    """What was done."""
    turned_into: str | None
    """The incident that goes on where it ended."""
    started_at: datetime | None
    fulfilled_at: datetime | None
    closed_at: datetime | None
    reopen_until: datetime | None
    reopened_count: int
    version: int
    steps: list[str]
    """The verbs that you may use now."""

    @classmethod
    def of_all(cls, request: Request, actor: Actor, *, is_asked: bool) -> "RequestOut":
        """Show a request, found with `found`, to somebody."""
        ticket = request.ticket
        return cls(
            **RequestRow.of(ticket, request).model_dump(),
            **{name: getattr(request, name) for name in _DETAILS},
            description=ticket.description,
            edition=request.edition.number if request.edition else None,
            lines=[RequestLine(label=label, value=value) for label, value in queries.lines_of(request)],
            source=Source(request.source),
            opened_by=Named.of(request.opened_by),
            organisation=Named.of(ticket.organisation),
            turned_into=request.turned_into.number if request.turned_into else None,
            closed_at=ticket.closed_at,
            version=ticket.version,
            steps=[step.verb for step in life.open_to(request, actor, is_asked=is_asked)],
        )
