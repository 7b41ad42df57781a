"""Asking a provider over HTTPS: to where an administrator allows it and nowhere else, and not for long."""

import http.client
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from watchkeep.duty.connections import queries as connections
from watchkeep.estate.people.life import Unproven
from watchkeep.kernel import outgoing

SECONDS = 8.0
LARGEST = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What a provider said."""

    status: int
    json: dict[str, Any]


def get(url: str, *, bearer: str = "") -> dict[str, Any]:
    """Read a document of the provider. Raises Unproven in words when it does not come."""
    reply = _ask("GET", url, None, {"Authorization": f"Bearer {bearer}"} if bearer else {})
    if reply.status != http.client.OK:
        raise Unproven(f"{_host(url)} answered {reply.status}")
    return _decoded(reply.body, url)


def post(url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
    """Send a form to the provider. Raises Unproven in words when no answer comes."""
    reply = _ask("POST", url, urlencode(form).encode(), headers)
    return Answer(reply.status, _decoded(reply.body, url))


def _ask(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> outgoing.Reply:
    try:
        place = outgoing.place_of(url)
        if place.scheme != "https" and not _is_this_machine(place.host):
            raise Unproven(f"{place.host} must be asked over https")
        reached = outgoing.resolve(place.host, place.port, connections.allowance())
        line = outgoing.Line(place, reached, SECONDS)
        parts = urlsplit(url)
        path = parts.path or "/"
        headers = {"Accept": "application/json", "User-Agent": "Watchkeep"} | headers
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return outgoing.exchange(
            line,
            method,
            f"{path}?{parts.query}" if parts.query else path,
            body=body,
            headers=headers,
            seconds=SECONDS,
            read_bytes=LARGEST,
        )
    except outgoing.BadAddress as error:
        raise Unproven(f"{_host(url)}: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unproven(f"{_host(url)} cannot be reached: {type(error).__name__}") from error


def _decoded(body: bytes, url: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise Unproven(f"{_host(url)} did not answer in JSON") from error


def _host(url: str) -> str:
    return urlsplit(url).hostname or "the provider"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
