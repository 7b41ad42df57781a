"""What incidents look like outside."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from watchkeep.doors.api.shapes import Named, Record, among
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import State, Ticket
from watchkeep.work.tickets.permissions import P

StateName = Annotated[State, among(State)]


class IncidentRow(Record):
    """An incident as the queue shows it."""

    number: str
    title: str
    state: StateName
    is_open: bool
    priority: int
    severity: int | None
    service: Named | None
    team: Named | None
    assignee: Named | None
    tags: list[str]
    is_drill: bool
    """Held for practice: it counts in no figure."""
    opened_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, ticket: Ticket) -> "IncidentRow":
        """Show a ticket whose service, team and assignee are loaded."""
        return cls(
            number=ticket.number,
            title=ticket.title,
            state=State(ticket.state),
            is_open=ticket.is_open,
            priority=ticket.priority,
            severity=ticket.severity,
            service=Named.of(ticket.service),
            team=Named.of(ticket.team),
            assignee=Named.of(ticket.assignee),
            tags=ticket.tags,
            is_drill=ticket.is_drill,
            opened_at=ticket.opened_at,
            updated_at=ticket.updated_at,
        )


class IncidentOut(Record):
    """Something that worked has stopped working, and all that is known about it."""

    volatile: ClassVar[frozenset[str]] = frozenset({"steps"})

    number: str
    title: str
    description: str
    """Markdown."""
    state: StateName
    is_open: bool
    priority: int
    """1 to 5, by the matrix of impact and urgency."""
    severity: int | None
    """1 to 4."""
    impact: int
    urgency: int
    is_pinned: bool
    """A person judged the priority: it stays until somebody unpins it."""
    is_major: bool
    """Declared by somebody who may, whatever the matrix says."""
    deadline_at: datetime | None
    cost_of_delay: Decimal | None
    """What a minute of waiting costs, in euro, with a weight for the urgency; null for those who only asked."""
    service: Named | None
    team: Named | None
    assignee: Named | None
    requester: Named | None
    organisation: Named | None
    tags: list[str]
    is_drill: bool
    hold_reason: str
    cancel_reason: str
    cause: str
    fix: str
    service_down_at: datetime | None
    opened_at: datetime
    acknowledged_at: datetime | None
    restored_at: datetime | None
    """When the service was back. Restored is not resolved."""
    resolved_at: datetime | None
    """When the cause was dealt with."""
    closed_at: datetime | None
    reopen_until: datetime | None
    next_update_at: datetime | None
    updated_at: datetime
    reopened_count: int
    parent: str | None
    merged_into: str | None
    version: int
    steps: list[str]
    """The verbs that you may use now."""

    @classmethod
    def of(cls, incident: Incident, actor: Actor) -> "IncidentOut":
        """Show an incident, found with `found`, to somebody."""
        ticket = incident.ticket
        return cls(
            **IncidentRow.of(ticket).model_dump(),
            **{name: getattr(incident, name) for name in _DETAILS},
            description=ticket.description,
            cost_of_delay=ticket.cost_of_delay if actor.may(P.SEE) else None,
            requester=Named.of(ticket.requester),
            organisation=Named.of(ticket.organisation),
            closed_at=ticket.closed_at,
            version=ticket.version,
            parent=incident.parent.number if incident.parent else None,
            merged_into=incident.merged_into.number if incident.merged_into else None,
            steps=[step.verb for step in life.open_to(incident, actor)],
        )

    def href(self) -> str:
        """Where the incident is found."""
        return f"/api/v1/incidents/{self.number}"


_DETAILS = (
    *("impact", "urgency", "is_pinned", "is_major", "deadline_at", "hold_reason", "cancel_reason", "cause", "fix"),
    *("service_down_at", "acknowledged_at", "restored_at", "resolved_at", "reopen_until", "next_update_at"),
    "reopened_count",
)
