"""What answers at the ports of items, and which items have a port open."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from watchkeep.estate.discovery.models import OpenPort
from watchkeep.kernel.actors import Actor

_ASKED = re.compile(r"(\d{1,5})(?:/(tcp|udp|sctp))?")


class Asked(NamedTuple):
    """A port as it is asked for; without a protocol, of any."""

    port: int
    protocol: str


def port_asked(text: str) -> Asked | None:
    """``3389`` or ``161/udp``; None for what is no port."""
    read = _ASKED.fullmatch(text.strip().lower())
    if read is None or not 1 <= int(read[1]) <= 65535:
        return None
    return Asked(int(read[1]), read[2] or "")


def with_port(text: str) -> QuerySet[OpenPort, Any]:
    """The items at which something answers there now, as ids; none for what is no port."""
    asked = port_asked(text)
    rows = _at(OpenPort.objects.open(), asked) if asked else OpenPort.objects.none()
    return rows.values(home=Coalesce("item__merged_into", "item"))


def open_ports(actor: Actor, text: str | None = None) -> QuerySet[OpenPort]:
    """What answers now on items that an actor may see, all of it or at one port."""
    rows = OpenPort.objects.visible_to(actor).open()
    if text is None:
        return rows
    asked = port_asked(text)
    return _at(rows, asked) if asked else rows.none()


def answering_on(item: int) -> QuerySet[OpenPort]:
    """What answers at an item now, by port."""
    return OpenPort.objects.on(item).open().select_related("source").order_by("port", "protocol", "id")


def answered_on(item: int) -> QuerySet[OpenPort]:
    """What answers at an item and what did, the newest first."""
    return OpenPort.objects.on(item).select_related("source").order_by("-since", "-id")


def _at(rows: QuerySet[OpenPort], asked: Asked) -> QuerySet[OpenPort]:
    return rows.filter(port=asked.port, **({"protocol": asked.protocol} if asked.protocol else {}))
