"""Receiving: what an agent sends is kept before it is told that we have it, unless it says nothing new.

If the process dies before the commit, the agent was not answered and sends it again; what it sends twice says nothing
new the second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from watchkeep.estate.assets import life as assets
from watchkeep.estate.discovery.events import InventoryRefused
from watchkeep.estate.discovery.life import identifying
from watchkeep.estate.discovery.models import Agent, Gateway, Inventory, State, Trace
from watchkeep.kernel import clock, locks, queue
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

KEPT_FOR = timedelta(days=30)
REFUSED_KEPT_FOR = timedelta(days=90)
MOST_KEPT_OF_REFUSED = 2**20
_SAME = """
UPDATE discovery_agent SET last_at = %s, unchanged = unchanged + 1, address = %s
 WHERE gateway_id = %s AND device = %s AND meaning = %s AND item_id IS NOT NULL
RETURNING item_id, trace_id
"""
_HEARD = "UPDATE discovery_trace SET last_at = greatest(last_at, %s) WHERE id = %s RETURNING has_kin, item_id"
_REPORTED = "UPDATE assets_report SET seen_at = %s WHERE item_id = %s AND source_id = %s AND seen_at < %s"
_LISTED = "UPDATE assets_softwarelist SET seen_at = %s WHERE item_id = %s AND source_id = %s AND seen_at < %s"


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """An inventory as it came, packed. ``meaning`` is the digest of what it says, without what changes by itself."""

    device: str
    body: bytes
    size: int
    meaning: bytes
    address: str | None = None
    version: str = ""


@transaction.atomic
def touch(gateway: Gateway, *, device: str, version: str = "", address: str | None = None) -> Agent:
    """An agent asks what to do: it is there."""
    agent, is_new = Agent.objects.get_or_create(
        gateway=gateway, device=device, defaults={"version": version[:120], "address": address}
    )
    if not is_new:
        known = {"last_at": clock.now(), "address": address} | ({"version": version[:120]} if version else {})
        Agent.objects.filter(pk=agent.pk).update(**known)
    return agent


@transaction.atomic
def receive(gateway: Gateway, arrived: Arrived) -> Inventory | None:
    """Keep an inventory until it is read; None when it says nothing new, so that there is nothing to read."""
    if _says_nothing_new(gateway, arrived):
        return None
    agent = touch(gateway, device=arrived.device, version=arrived.version, address=arrived.address)
    kept = Inventory.objects.create(
        gateway=gateway, agent=agent, address=arrived.address, size=arrived.size, body=arrived.body,
        meaning=arrived.meaning,
    )  # fmt: skip
    queue.nudge("inventories")
    return kept


@transaction.atomic
def keep_refused(gateway: Gateway, body: bytes, *, why: str, size: int, address: str | None = None) -> Inventory:
    """Keep what could not even be unpacked, with the reason; of what is too large the beginning."""
    kept = Inventory.objects.create(
        gateway=gateway, address=address, size=size, body=body[:MOST_KEPT_OF_REFUSED], why=why[:300],
        state=State.REFUSED, next_step_at=None,
    )  # fmt: skip
    tell(InventoryRefused(record=kept.pk, by=CLOCK, why=why[:200]))
    return kept


@transaction.atomic
def forget_old(limit: int = 5_000) -> int:
    """Sweep: let go of what was read a month ago, and of what was refused three months ago. Returns how many."""
    now = clock.now()
    old = Q(received_at__lt=now - KEPT_FOR) & ~Q(state__in=(State.RECEIVED, State.REFUSED))
    old |= Q(received_at__lt=now - REFUSED_KEPT_FOR, state=State.REFUSED)
    ids = list(Inventory.objects.filter(old).order_by("received_at").values_list("pk", flat=True)[:limit])
    return Inventory.objects.filter(pk__in=ids).delete()[0]


def _says_nothing_new(gateway: Gateway, arrived: Arrived) -> bool:
    """Whether the agent said the same before; then its machine has been met again, and that is all."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [now, arrived.address, gateway.pk, arrived.device, arrived.meaning])
        if (found := cursor.fetchone()) is None:
            return False
        _item, trace = found
        cursor.execute(_HEARD, [now, trace])
        has_kin, kept_at = cursor.fetchone() or (False, found[0])
        cursor.execute(_REPORTED, [now, kept_at, gateway.source_id, now])
        cursor.execute(_LISTED, [now, kept_at, gateway.source_id, now])
    assets.see_again({kept_at: now}, by=CLOCK)
    if has_kin:
        look_again(trace)
    return True


def look_again(trace: int) -> None:
    """It was heard again: whether it and its kin are still one thing may be another question now."""
    locks.wait_for("identification")
    if Trace.objects.filter(pk=trace).exists():
        identifying.bring_together({trace}, by=CLOCK)
