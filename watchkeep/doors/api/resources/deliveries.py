"""Deliveries: every message to a person or a program, with its attempts and what the other side answered."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record, among
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Attempt, Delivery, State, Urgency
from watchkeep.duty.notify.permissions import P

router = Resource("Deliveries")
UrgencyName = Annotated[Urgency, among(Urgency)]
StateName = Annotated[State, among(State)]


class DeliveryRow(Record):
    """One message to one address."""

    id: int
    fact: int
    """The fact that it tells of."""
    person: Named | None
    endpoint: Named | None
    ticket: str | None
    channel: str
    to: str
    """As much of the address as a list may show."""
    urgency: UrgencyName
    subject: str
    state: StateName
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    answer: str
    """What the other side said last."""

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryRow":
        """Show a delivery whose person, endpoint and ticket are loaded."""
        return cls(**_shown(delivery))


class AttemptOut(Record):
    """One try to deliver."""

    number: int
    at: datetime
    took_ms: int
    outcome: str
    answer: str

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptOut":
        """Show an attempt."""
        return cls(**{name: getattr(attempt, name) for name in cls.model_fields})


class DeliveryOut(DeliveryRow):
    """One message with all its attempts."""

    tries: list[AttemptOut]

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        """Show a delivery and its attempts."""
        return cls(**_shown(delivery), tries=[AttemptOut.of(one) for one in delivery.tries.all()])


class DeliveryFilters(BaseModel):
    """Which deliveries."""

    state: StateName | None = None
    channel: Annotated[str, Field(max_length=40)] | None = None
    ticket: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as INC-1042.")
    endpoint: Id | None = None


@router.list("", DeliveryRow)
def list_deliveries(request: Call, filters: Query[DeliveryFilters], paging: Query[Paging]) -> Listing[DeliveryRow]:
    """The log, the newest first: all of it with `delivery.see`, else what was sent to you."""
    rows = queries.log(request.auth, **filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, DeliveryRow.of, paging)


@router.read("/{int:delivery}", DeliveryOut)
def get_delivery(request: Call, delivery: Id) -> DeliveryOut:
    """One delivery with its attempts."""
    return DeliveryOut.of(finding.one(request, _deliveries(request), delivery))


@router.verb("/{int:delivery}/resend", DeliveryOut, may=P.RESEND)
def resend_delivery(request: Call, delivery: Id) -> DeliveryOut:
    """Send it once more, now."""
    row = finding.one(request, _deliveries(request), delivery)
    life.resend(row, by=request.auth)
    return DeliveryOut.of(row)


def _deliveries(request: Call) -> QuerySet[Delivery]:
    return queries.log(request.auth).prefetch_related("tries")


def _shown(delivery: Delivery) -> dict[str, Any]:
    names = (
        *("id", "fact", "channel", "subject", "attempts", "next_attempt_at", "created_at", "sent_at", "answer"),
        *("urgency", "state"),
    )
    return {name: getattr(delivery, name) for name in names} | {
        "person": Named.of(delivery.person),
        "endpoint": Named.of(delivery.endpoint),
        "ticket": delivery.ticket.number if delivery.ticket else None,
        "to": delivery.hint,
    }
