"""Contact methods: the ways in which you yourself are reached. Addresses are kept encrypted and never shown again."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Paging, Record, among
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Channel, ContactMethod
from watchkeep.estate.people.models import Person

router = Resource("Contact methods")
ChannelName = Annotated[Channel, among(Channel)]


class MethodOut(Record):
    """One way to reach you."""

    id: int
    channel: ChannelName
    label: str
    to: str
    """As much of the address as may be shown."""
    is_verified: bool
    verified_at: datetime | None
    failing_since: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, method: ContactMethod) -> "MethodOut":
        """Show a contact method."""
        return cls(
            id=method.pk,
            channel=Channel(method.channel),
            label=method.label,
            to=method.hint,
            is_verified=method.is_verified,
            verified_at=method.verified_at,
            failing_since=method.failing_since,
            created_at=method.created_at,
        )

    def href(self) -> str:
        """Where the method is found."""
        return f"/api/v1/me/methods/{self.id}"


class MethodNew(Change):
    """A way to be reached."""

    channel: ChannelName
    label: Name
    address: Annotated[str, Field(min_length=1, max_length=1000, examples=["eva@nordwind.example"])]


@router.list("", MethodOut)
def list_methods(request: Call, paging: Query[Paging]) -> Listing[MethodOut]:
    """Your contact methods. Without any you are written to at the address of your account."""
    return answers.listed(request, _methods(request), MethodOut.of, paging, order=("id",))


@router.create("", MethodOut)
def add_method(request: Call, body: MethodNew) -> MethodOut:
    """Add a way to be reached. An e-mail counts once the link sent to it is opened, the others at once."""
    return MethodOut.of(life.add_method(_self(request), by=request.auth, **body.given()))


@router.read("/{int:method}", MethodOut)
def get_method(request: Call, method: Id) -> MethodOut:
    """One of your contact methods."""
    return MethodOut.of(finding.one(request, _methods(request), method))


@router.verb("/{int:method}/test", None)
def test_method(request: Call, method: Id) -> None:
    """Send a harmless message this way."""
    life.send_test(_self(request), by=request.auth, method=finding.one(request, _methods(request), method))


@router.remove("/{int:method}")
def remove_method(request: Call, method: Id) -> None:
    """Never use this way again. What was sent stays in the log."""
    life.remove_method(finding.one(request, _methods(request), method), by=request.auth)


def _methods(request: Call) -> QuerySet[ContactMethod]:
    return queries.methods_of(request.auth.person or 0)


def _self(request: Call) -> Person:
    return get_object_or_404(Person, pk=request.auth.person or 0)
