"""What an agent is answered. It is told that we have its inventory when we have it, and not before."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import logging

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from watchkeep.doors.integrations.inventory import bodies, glpi
from watchkeep.doors.integrations.inventory.bodies import Unreadable
from watchkeep.doors.integrations.inventory.glpi import CONTACT, INVENTORY, Head
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Gateway

log = logging.getLogger(__name__)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<REPLY>{}</REPLY>'
_TASKS = {"inventory": {"server": "glpi", "version": "10.0.16"}}
"""What makes an agent speak JSON: the inventory that this version of the protocol began with."""


@csrf_exempt  # the key proves who calls; no cookie is looked at
@login_not_required
@never_cache
def agents(request: HttpRequest, key: str = "") -> HttpResponse:
    """An agent reports: it asks what to do, or brings an inventory."""
    gateway = queries.gateway_by(key or password_of(request))
    if gateway is None:
        answer = _error(request, "This key opens nothing.", 401)
        answer["WWW-Authenticate"] = 'Basic realm="Watchkeep inventory"'
        return answer
    address = address_of(request)
    if not may_come_from(gateway, address):
        return _error(request, "Agents may not report from this address.", 403)
    if request.method != "POST":
        return _error(request, "An agent reports here, by POST.", 405)
    body = request.read(bodies.MOST_PACKED + 1)
    try:
        plain = bodies.unpacked(body)
        head = glpi.head(plain)
        if head.action == CONTACT:
            return _contact(request, gateway, head, address)
        if head.action != INVENTORY:
            raise Unreadable(f"It asks for “{head.action[:40]}”, which is not done here.")  # noqa: TRY301  # the same answer
        life.receive(gateway, arrived(request, head, body, plain))
    except Unreadable as no:
        log.info("gateway %s: an agent at %s was refused: %s", gateway.pk, address, no)
        life.keep_refused(gateway, body, why=str(no), size=len(body), address=address)
        return _error(request, str(no), 413 if "larger than" in str(no) else 400)
    return thanks(gateway, head)


def thanks(gateway: Gateway, head: Head) -> HttpResponse:
    """We have it."""
    return _xml("") if head.is_xml else _json({"status": "ok", "expiration": gateway.hours})


def _contact(request: HttpRequest, gateway: Gateway, head: Head, address: str) -> HttpResponse:
    agent = request.headers.get("User-Agent", "")
    life.touch(gateway, device=head.device, version=agent, address=address)
    if head.is_xml and not agent.startswith("GLPI-Agent"):
        return _xml(f"<RESPONSE>SEND</RESPONSE><PROLOG_FREQ>{gateway.hours}</PROLOG_FREQ>")
    return _json({"status": "ok", "expiration": gateway.hours, "tasks": _TASKS})


def arrived(request: HttpRequest, head: Head, body: bytes, plain: bytes) -> life.Arrived:
    """An inventory as it came."""
    return life.Arrived(
        device=head.device,
        body=bodies.packed(plain) if body[:1] in (b"<", b"{") else body,
        size=len(plain),
        meaning=bodies.meaning(plain),
        address=address_of(request),
        version=request.headers.get("User-Agent", "")[:120],
    )


def password_of(request: HttpRequest) -> str:
    """The key as the password of HTTP basic authentication, or as the user of one without a password."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user, _, password = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return ""
    return password or user


def may_come_from(gateway: Gateway, address: str) -> bool:
    """Whether agents may report to a gateway from this address."""
    here = ipaddress.ip_address(address)
    return not gateway.networks or any(here in ipaddress.ip_network(one) for one in gateway.networks)


def _error(request: HttpRequest, words: str, status: int) -> HttpResponse:
    if request.headers.get("User-Agent", "").startswith("GLPI-Agent"):
        return _json({"status": "error", "message": words, "expiration": 24}, status)
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def _json(told: object, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), status=status, content_type="application/json")


def _xml(inside: str) -> HttpResponse:
    return HttpResponse(_XML.format(inside), content_type="application/xml")
