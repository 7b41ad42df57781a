"""Inventories that arrive at one moment are received in one transaction, each agent answered as the view would.

Whoever is not plainly an agent with an inventory that can be kept gets None here, and is asked anew by the view, which
says why. Where something fails for all, so are all of them: what was kept before is known by its digest.
"""

import logging
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from watchkeep.doors.integrations.inventory import bodies, glpi, views
from watchkeep.doors.integrations.inventory.bodies import Unreadable
from watchkeep.doors.integrations.inventory.glpi import INVENTORY, Head
from watchkeep.doors.ui.addresses import address_of
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Gateway
from watchkeep.kernel.idempotency import Answer

log = logging.getLogger(__name__)
PREFIX = "/inventory/agents"
Came = tuple[Gateway, Head, life.Arrived]


def fits(scope: MutableMapping[str, Any]) -> bool:
    """Whether an agent calls."""
    path = scope["path"]
    return bool(path == PREFIX or path.startswith(f"{PREFIX}/"))


def receive_together(calls: Sequence[HttpRequest]) -> list[Answer | None]:
    """Receive what these calls bring; None for each that the view has to answer."""
    try:
        came = _understood(calls)
        if came:
            life.receive_many([(gateway, arrived) for gateway, _head, arrived in came.values()])
    except Exception:
        log.exception("%s inventories are received one by one", len(calls))
        return [None] * len(calls)
    return [_answer(*came[place]) if place in came else None for place in range(len(calls))]


def _understood(calls: Sequence[HttpRequest]) -> dict[int, Came]:
    """By their places, those that can be kept; of each agent the first."""
    keys = [_key(call) for call in calls]
    gateways = queries.gateways_by(set(keys))
    came: dict[int, Came] = {}
    heard = set()
    for place, (call, key) in enumerate(zip(calls, keys, strict=True)):
        gateway = gateways.get(key)
        one = _one(call, gateway) if gateway else None
        if one and (who := (one[0].pk, one[2].device)) not in heard:
            heard.add(who)
            came[place] = one
    return came


def _one(call: HttpRequest, gateway: Gateway) -> Came | None:
    with suppress(Unreadable, DisallowedHost):
        call.get_host()
        if views.may_come_from(gateway, address_of(call)):
            plain = bodies.unpacked(call.body)
            head = glpi.head(plain)
            if head.action == INVENTORY:
                return gateway, head, views.arrived(call, head, call.body, plain)
    return None


def _key(call: HttpRequest) -> str:
    return call.path.removeprefix(PREFIX).strip("/") or views.password_of(call)


def _answer(gateway: Gateway, head: Head, _arrived: life.Arrived) -> Answer:
    said = views.thanks(gateway, head)
    return Answer(said.status_code, said.content.decode(), {"Content-Type": said.headers["Content-Type"]})
