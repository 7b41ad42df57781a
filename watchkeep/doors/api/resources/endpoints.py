"""Webhook endpoints: programs that hear facts, signed as Standard Webhooks."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Paging, Record, Words
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import WebhookEndpoint
from watchkeep.duty.notify.permissions import P

router = Resource("Webhook endpoints")
Url = Annotated[str, Field(min_length=8, max_length=1000, examples=["https://hooks.example/watchkeep"])]
Kinds = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=100)]


class EndpointOut(Record):
    """A program that hears facts."""

    id: int
    name: str
    to: str
    """As much of its address as may be shown."""
    kinds: list[str]
    is_active: bool
    created_at: datetime
    failing_since: datetime | None

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "EndpointOut":
        """Show an endpoint."""
        return cls(**_kept(endpoint))

    def href(self) -> str:
        """Where the endpoint is found."""
        return f"/api/v1/endpoints/{self.id}"


class EndpointShown(EndpointOut):
    """An endpoint with the secret that signs what is sent to it."""

    secret: str


class EndpointNew(Change):
    """A program, and what it shall hear."""

    name: Name = Field(examples=["Chat relay"])
    url: Url
    kinds: Kinds = Field(examples=[["incident.*"]])


class EndpointEdit(Change):
    """What changes about it."""

    name: Name = ""
    url: Url = ""
    kinds: Kinds = []


class Pausing(Change):
    """The reason, if there is one to give."""

    reason: Words = ""


@router.list("", EndpointOut, may=P.CONFIGURE)
def list_endpoints(request: Call, paging: Query[Paging]) -> Listing[EndpointOut]:
    """Endpoints, from A to Z."""
    return answers.listed(request, _endpoints(request), EndpointOut.of, paging, order=("name", "id"))


@router.create("", EndpointShown, may=P.CONFIGURE)
def add_endpoint(request: Call, body: EndpointNew) -> EndpointShown:
    """Let a program hear these kinds of facts. The answer shows its signing secret."""
    endpoint = life.add_endpoint(by=request.auth, **body.given())
    return EndpointShown(**_kept(endpoint), secret=endpoint.secret)


@router.read("/{int:endpoint}", EndpointOut)
def get_endpoint(request: Call, endpoint: Id) -> EndpointOut:
    """One endpoint."""
    return EndpointOut.of(finding.one(request, _endpoints(request), endpoint))


@router.edit("/{int:endpoint}", EndpointOut, may=P.CONFIGURE)
def change_endpoint(request: Call, endpoint: Id, body: EndpointEdit) -> EndpointOut:
    """Change name, address or interest."""
    row = finding.one(request, _endpoints(request), endpoint)
    answers.seen(request, EndpointOut.of(row))
    stands = {name: getattr(row, name) for name in EndpointEdit.model_fields}
    life.change_endpoint(row, by=request.auth, **stands | body.given())
    return EndpointOut.of(row)


@router.verb("/{int:endpoint}/renew-secret", EndpointShown, may=P.CONFIGURE)
def renew_endpoint_secret(request: Call, endpoint: Id) -> EndpointShown:
    """Sign with a new secret from now on."""
    row = finding.one(request, _endpoints(request), endpoint)
    secret = life.renew_secret(row, by=request.auth)
    return EndpointShown(**_kept(row), secret=secret)


@router.verb("/{int:endpoint}/pause", EndpointOut, may=P.CONFIGURE)
def pause_endpoint(request: Call, endpoint: Id, body: Pausing) -> EndpointOut:
    """Stop telling the program. Facts of the meantime are not kept for it."""
    row = finding.one(request, _endpoints(request), endpoint)
    life.pause_endpoint(row, by=request.auth, reason=body.reason)
    return EndpointOut.of(row)


@router.verb("/{int:endpoint}/resume", EndpointOut, may=P.CONFIGURE)
def resume_endpoint(request: Call, endpoint: Id) -> EndpointOut:
    """Tell the program again, from now on."""
    row = finding.one(request, _endpoints(request), endpoint)
    life.resume_endpoint(row, by=request.auth)
    return EndpointOut.of(row)


@router.verb("/{int:endpoint}/test", None, may=P.CONFIGURE)
def test_endpoint(request: Call, endpoint: Id) -> None:
    """Send the program a test."""
    life.try_endpoint(finding.one(request, _endpoints(request), endpoint), by=request.auth)


def _endpoints(request: Call) -> QuerySet[WebhookEndpoint]:
    return queries.endpoints() if request.auth.may(P.SEE) else WebhookEndpoint.objects.none()


def _kept(endpoint: WebhookEndpoint) -> dict[str, Any]:
    names = ("id", "name", "kinds", "is_active", "created_at", "failing_since")
    return {name: getattr(endpoint, name) for name in names} | {"to": endpoint.hint}
