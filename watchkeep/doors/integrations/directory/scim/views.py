"""What a program that speaks SCIM is answered: whose token it is, what they may, and what the protocol answers."""

import logging
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from scim2_models import ForbiddenException, ResourceType, SCIMException, UnauthorizedException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation, Target
from scim2_server.service import ScimService

from watchkeep.doors.integrations.directory.scim import repairing
from watchkeep.doors.integrations.directory.scim.filters import number_of
from watchkeep.doors.integrations.directory.scim.shapes import PROVIDER
from watchkeep.doors.integrations.directory.scim.storage import Storage
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Person, ScimClient, Source

log = logging.getLogger(__name__)
LARGEST = 1_000_000
READING = {Operation.query, Operation.search, Operation.search_with_body}


class TooLarge(SCIMException):
    """The body is larger than we read."""

    status = 413


class TooOften(SCIMException):
    """Too many tokens that open nothing came from one address."""

    status = 429


class Service(ScimService):
    """The protocol, with the scopes of our tokens."""

    def authorize(self, request: ScimRequest, target: Target, resource_type: ResourceType) -> None:
        """A token may be for reading alone, or for people without groups."""
        client: ScimClient = request.subject
        if resource_type.name == "Group" and not client.has_groups:
            raise ForbiddenException(detail="This token is not for groups.")
        if target.operation not in READING and not client.may_write:
            raise ForbiddenException(detail="This token is for reading alone.")


SERVICE = Service(PROVIDER)


def answer(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer a program that sends people."""
    try:
        client = _client(request)
        asked = _asked(request, rest, client)
        with PROVIDER.policy:
            answered = ScimHandler(SERVICE, Storage(client.source)).handle(asked)
    except SCIMException as no:
        answered = SERVICE.error_response(no)
    except Exception as error:  # the protocol's own word for it, and the reason in our log
        log.exception("scim: a request failed")
        answered = SERVICE.error_response(error)
    return _said(answered)


def _client(request: HttpRequest) -> ScimClient:
    """Whose token this is. Wrong ones count against the address that brought them."""
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    client = queries.scim_client(plain.strip()) if scheme.lower() == "bearer" and plain else None
    if client is None:
        try:
            life.count_wrong_key(address=address_of(request))
        except life.TooMany as no:
            raise TooOften(detail=no.message) from no
        raise UnauthorizedException(detail="This token opens nothing.")
    return client


def _asked(request: HttpRequest, rest: str, client: ScimClient) -> ScimRequest:
    path = f"/{rest}".rstrip("/") or "/"
    body = request.body
    if len(body) > LARGEST:
        raise TooLarge(detail="The body is too large.")
    return ScimRequest(
        method=request.method or "GET",
        base_url=f"{settings.BASE_URL}/scim/v2",
        path=path,
        query=request.GET.dict(),
        headers=dict(request.headers.items()),
        body=_repaired(request.method or "", path, body, client.source),
        subject=client,
    )


def _repaired(method: str, path: str, body: bytes, source: Source) -> bytes:
    """The body as the protocol wants it. What is no object of JSON is left for the protocol to refuse."""
    if method not in ("POST", "PUT", "PATCH") or not body:
        return body
    try:
        told: Any = msgspec.json.decode(body)
    except msgspec.MsgspecError:
        return body
    if not isinstance(told, dict):
        return body
    kind, _, key = path.strip("/").partition("/")
    if method == "PATCH":
        told = repairing.patch(told)
    elif kind.lower() == "users" and not key.startswith("."):
        told = repairing.person(told, lambda: _is_active(source, key))
    return msgspec.json.encode(told)


def _is_active(source: Source, key: str) -> bool:
    """What holds of somebody of whom it is not said: as it was, and a new one is in."""
    found = Person.objects.filter(organisation=source.organisation_id, pk=number_of(key)).first()
    return found.is_active if found else True


def _said(answer: ScimResponse) -> HttpResponse:
    body = b"" if answer.body is None else msgspec.json.encode(answer.body)
    said = HttpResponse(body, status=int(answer.status), headers=answer.headers)
    if answer.body is None:
        del said["Content-Type"]
    return said
