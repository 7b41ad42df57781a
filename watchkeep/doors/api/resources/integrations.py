"""Integrations: who sends us events, and the keys that they show."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import life
from watchkeep.insight.detection.models import Integration, IntegrationKey, Kind
from watchkeep.insight.detection.permissions import P

router = Resource("Integrations")
KindName = Annotated[Kind, among(Kind)]
Labels = Annotated[list[Annotated[str, Field(min_length=1, max_length=255)]], Field(max_length=20)]
Minutes = Annotated[Whole, Field(ge=0, le=60 * 24 * 30)]
Seconds = Annotated[Whole, Field(ge=5, le=10_000_000)]


class KeyOut(Record):
    """A key, as far as it is kept."""

    id: int
    tail: str
    """How it ends."""
    state: str
    """`works`, `ends` (a newer one has replaced it), `expired` or `revoked`."""
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: IntegrationKey) -> "KeyOut":
        """Show a key."""
        names = ("id", "tail", "state", "created_at", "expires_at", "revoked_at", "last_used_at")
        return cls(**{name: getattr(key, name) for name in names})


class IntegrationOut(Record):
    """One sender of events."""

    id: int
    name: str
    kind: KindName
    service: Named | None
    """Where its alerts go when no route says another."""
    group_by: list[str]
    """Labels; one incident for each of their values. Empty: one for each service."""
    reopen_within_minutes: int
    is_active: bool
    created_at: datetime
    last_event_at: datetime | None
    keys: list[KeyOut]

    @classmethod
    def of(cls, integration: Integration) -> "IntegrationOut":
        """Show an integration whose service and keys are loaded."""
        return cls(**_kept(integration))

    def href(self) -> str:
        """Where the integration is found."""
        return f"/api/v1/integrations/{self.id}"


class IntegrationShown(IntegrationOut):
    """An integration with a new key in the clear: now and never again."""

    key: str


class IntegrationNew(Change):
    """A sender to let in."""

    name: Name = Field(examples=["Alertmanager"])
    kind: KindName
    service: Ref | None = None
    group_by: Labels = []
    reopen_within_minutes: Minutes = 60
    every_seconds: Seconds | None = Field(None, description="Heartbeats: a beat every so many seconds.")
    grace_seconds: Annotated[Whole, Field(ge=0, le=10_000_000)] | None = None


class IntegrationEdit(Change):
    """What is made of a sender."""

    name: Name = ""
    service: Ref | None = None
    group_by: Labels = []
    reopen_within_minutes: Minutes = 60
    is_active: Flag = True
    every_seconds: Seconds = 300
    grace_seconds: Annotated[Whole, Field(ge=0, le=10_000_000)] = 60


class Rotation(Change):
    """How long the old keys still work."""

    grace_hours: Annotated[Whole, Field(ge=0, le=24 * 90)] = 24 * 7


@router.list("", IntegrationOut, may=P.SEE)
def list_integrations(request: Call, paging: Query[Paging]) -> Listing[IntegrationOut]:
    """Integrations, from A to Z."""
    return answers.listed(request, _integrations(request), IntegrationOut.of, paging, order=("name", "id"))


@router.create("", IntegrationShown, may=P.CONFIGURE)
def add_integration(request: Call, body: IntegrationNew) -> IntegrationShown:
    """Let a new sender in. The answer shows its first key: now and never again."""
    integration, key = life.add_integration(by=request.auth, **_referred(request, body))
    return IntegrationShown(**_kept(_again(request, integration)), key=key)


@router.read("/{int:integration}", IntegrationOut)
def get_integration(request: Call, integration: Id) -> IntegrationOut:
    """One integration and its keys."""
    return IntegrationOut.of(finding.one(request, _integrations(request), integration))


@router.edit("/{int:integration}", IntegrationOut, may=P.CONFIGURE)
def change_integration(request: Call, integration: Id, body: IntegrationEdit) -> IntegrationOut:
    """Change what is made of a sender. Switched off, its events are refused within a second."""
    row = finding.one(request, _integrations(request), integration)
    answers.seen(request, IntegrationOut.of(row))
    life.change_integration(row, by=request.auth, **_referred(request, body))
    return IntegrationOut.of(_again(request, row))


@router.verb("/{int:integration}/rotate-key", IntegrationShown, may=P.CONFIGURE)
def rotate_key(request: Call, integration: Id, body: Rotation) -> IntegrationShown:
    """Issue a new key; the old ones work until their grace ends."""
    row = finding.one(request, _integrations(request), integration)
    key = life.rotate_key(row, by=request.auth, grace=timedelta(hours=body.grace_hours))
    return IntegrationShown(**_kept(_again(request, row)), key=key)


@router.verb("/{int:integration}/keys/{int:key}/revoke", IntegrationOut, may=P.CONFIGURE)
def revoke_key(request: Call, integration: Id, key: Id) -> IntegrationOut:
    """Take a key out of use at once."""
    row = finding.one(request, _integrations(request), integration)
    life.revoke_key(finding.one(request, row.keys.all(), key), by=request.auth)
    return IntegrationOut.of(_again(request, row))


@router.verb("/{int:integration}/test", None, may=P.CONFIGURE)
def test_integration(request: Call, integration: Id) -> None:
    """Say something in the sender's name, to see where it goes."""
    life.send_test(finding.one(request, _integrations(request), integration), by=request.auth)


def _integrations(request: Call) -> QuerySet[Integration]:
    return Integration.objects.visible_to(request.auth).select_related("service").prefetch_related("keys")


def _again(request: Call, integration: Integration) -> Integration:
    return _integrations(request).get(pk=integration.pk)


def _kept(integration: Integration) -> dict[str, Any]:
    names = ("id", "name", "group_by", "reopen_within_minutes", "is_active", "created_at", "last_event_at")
    return {name: getattr(integration, name) for name in names} | {
        "kind": Kind(integration.kind),
        "service": Named.of(integration.service),
        "keys": [KeyOut.of(key) for key in integration.keys.all()],
    }


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "service" in given:
        given["service"] = answers.refer(Service.objects.visible_to(request.auth), given["service"], "service")
    return given
