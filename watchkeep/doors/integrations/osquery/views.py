"""What osqueryd is answered. It is told that we have what it says when we have it, and not before.

Whoever brings a key that opens nothing is answered ``node_invalid``, upon which osqueryd enrols again.
"""

from __future__ import annotations

import functools
import logging
import zlib
from collections.abc import Callable, Collection
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from watchkeep.doors.integrations.inventory import bodies
from watchkeep.doors.integrations.inventory.bodies import Unreadable
from watchkeep.doors.integrations.inventory.glpi import text
from watchkeep.doors.integrations.inventory.views import may_come_from
from watchkeep.doors.integrations.osquery import asking, remembering, shapes, translating
from watchkeep.doors.integrations.osquery.remembering import Memory
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Gateway, Node

logger = logging.getLogger(__name__)
STATUS, RESULT = "status", "result"
ENOUGH_FOR_A_KEY = 2**20
Told = dict[str, Any]
Answering = Callable[[HttpRequest, bytes], Told]


class _Closed(Exception):  # noqa: N818  # like Refused: the field's word
    """It may not come in, and this is the answer."""

    def __init__(self, words: str, status: int = 200, **more: bool) -> None:
        super().__init__(words)
        self.status, self.told = status, {"error": words, **more}


def _answering(answer: Answering) -> Callable[[HttpRequest], HttpResponse]:
    """A view that reads a body and says in words why it could not."""

    @csrf_exempt  # a key proves who calls; no cookie is looked at
    @login_not_required
    @never_cache
    @functools.wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return _json({"error": "osqueryd speaks here, by POST."}, 405)
        body = request.read(bodies.MOST_PACKED + 1)
        try:
            return _json(answer(request, bodies.unpacked(body)))
        except _Closed as no:
            return _json(no.told, no.status)
        except Unreadable as no:
            _keep_refused(request, body, str(no))
            return _json({"error": str(no)}, 413 if "larger than" in str(no) else 400)

    return view


@_answering
def enroll(request: HttpRequest, plain: bytes) -> Told:
    """A machine comes with the key of a gateway and is given one of its own."""
    told = shapes.read(plain, shapes.Enrolment)
    secret = told.enroll_secret.strip()
    if (gateway := queries.gateway_by(secret)) is None:
        raise _Closed("This secret opens nothing.", node_invalid=True)
    _from_where_it_may(request, gateway)
    identifier = text({"told": told.host_identifier}, "told")[:200]
    if not identifier:
        raise Unreadable("It does not say which machine sent it (host_identifier).")
    system = text(told.host_details.get("os_version", {}), "platform")
    node, key = life.enrol(
        gateway, key=secret, device=f"osquery-{identifier}", address=address_of(request),
        platform=asking.platform_of(str(told.platform_type), system), version=request.headers.get("User-Agent", ""),
    )  # fmt: skip
    known = {name: [row] for name, row in told.host_details.items() if name in asking.QUERIES}
    _hear(request, node, known, lambda memory: remembering.replace(memory, known))
    return {"node_key": key, "node_invalid": False}


@_answering
def config(request: HttpRequest, plain: bytes) -> Told:
    """A node asks what it is to look at, and how often."""
    node = _node(request, shapes.read(plain, shapes.Told))
    return {**asking.schedule(node.platform, hours=node.agent.gateway.hours), "node_invalid": False}


@_answering
def log(request: HttpRequest, plain: bytes) -> Told:
    """A node tells what its queries brought, or how it is."""
    told = shapes.read(plain, shapes.Log)
    node = _node(request, told)
    if told.log_type == STATUS:
        _note(request, node, told.data)
    elif told.log_type == RESULT:
        lines = [one for one in shapes.read(plain, shapes.Results).data if one.name in asking.QUERIES]
        names = {one.name for one in lines}
        _hear(request, node, names, lambda memory: remembering.follow(memory, lines))
    else:
        raise Unreadable(f"Its log_type is “{told.log_type[:40]}”, and neither “result” nor “status”.")
    return {"node_invalid": False}


@_answering
def read(request: HttpRequest, plain: bytes) -> Told:
    """A node asks whether something is wanted out of turn: what it never told, or not for too long."""
    node = _node(request, shapes.read(plain, shapes.Told))
    hours = node.agent.gateway.hours * asking.LATE_BY
    wanted = life.ask(node, parts=asking.names(node.platform), hours=hours)
    return {"queries": {name: asking.QUERIES[name].sql for name in wanted}, "node_invalid": False}


@_answering
def write(request: HttpRequest, plain: bytes) -> Told:
    """A node answers. A query that failed changes nothing, and is asked again when it would be stale."""
    told = shapes.read(plain, shapes.Written)
    node = _node(request, told)
    answered = {name: rows for name, rows in told.queries.items() if name in asking.QUERIES}
    good = {
        name: [] if isinstance(rows, str) else rows
        for name, rows in answered.items() if str(told.statuses.get(name, 0)) == "0"
    }  # fmt: skip
    _hear(request, node, answered, lambda memory: remembering.replace(memory, good))
    return {"node_invalid": False}


def _node(request: HttpRequest, told: shapes.Told) -> Node:
    if (node := queries.node_by(told.node_key)) is None:
        raise _Closed("This key opens nothing: enrol.", node_invalid=True)
    _from_where_it_may(request, node.agent.gateway)
    return node


def _from_where_it_may(request: HttpRequest, gateway: Gateway) -> None:
    if not may_come_from(gateway, address_of(request)):
        raise _Closed("Machines may not report from this address.", 403)


def _hear(request: HttpRequest, node: Node, names: Collection[str], change: Callable[[Memory], None]) -> None:
    if not names:
        return
    address, version = address_of(request), request.headers.get("User-Agent", "")[:120]

    def changed(kept: bytes) -> tuple[bytes, life.Arrived | None]:
        memory = remembering.remembered(kept)
        change(memory)
        if (plain := translating.inventory(memory, node.agent.device)) is None:
            return remembering.packed(memory), None
        arrived = life.Arrived(
            device=node.agent.device, body=bodies.packed(plain), size=len(plain), meaning=bodies.meaning(plain),
            address=address, version=version,
        )  # fmt: skip
        return remembering.packed(memory), arrived

    life.hear(node, node.agent.gateway, parts=names, change=changed)


def _note(request: HttpRequest, node: Node, lines: list[Told]) -> None:
    """It is there; what went wrong with it stands in our log."""
    life.touch(node.agent.gateway, device=node.agent.device, address=address_of(request))
    for line in lines:
        if text(line, "severity") not in ("", "0", "1"):
            logger.warning("osquery node %s: %r", node.pk, text(line, "message")[:300])


def _keep_refused(request: HttpRequest, body: bytes, why: str) -> None:
    """Keep it, if it bears a key that opens: what strangers send is not kept."""
    key = shapes.key_in(_beginning(body))
    node = queries.node_by(key)
    gateway = node.agent.gateway if node else queries.gateway_by(key)
    address = address_of(request)
    if gateway and may_come_from(gateway, address):
        logger.info("gateway %s: a node at %s was refused: %s", gateway.pk, address, why)
        life.keep_refused(gateway, body, why=why, size=len(body), address=address)


def _beginning(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body[:ENOUGH_FOR_A_KEY]
    try:
        return zlib.decompressobj(31).decompress(body, ENOUGH_FOR_A_KEY)
    except zlib.error:
        return b""


def _json(told: object, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), status=status, content_type="application/json")
