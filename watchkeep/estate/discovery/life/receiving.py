"""Receiving: what an agent sends is kept before it is told that we have it, unless it says nothing new.

If the process dies before the commit, the agent was not answered and sends it again; what it sends twice says nothing
new the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
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
UPDATE discovery_agent a SET last_at = %s, unchanged = a.unchanged + 1, address = d.address
  FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::bytea[], %s::inet[])
       AS d(place, gateway, device, meaning, address)
 WHERE a.gateway_id = d.gateway AND a.device = d.device AND a.meaning = d.meaning AND a.item_id IS NOT NULL
RETURNING d.place, a.item_id, a.trace_id
"""
_HEARD = """
UPDATE discovery_trace SET last_at = greatest(last_at, %s) WHERE id = ANY(%s) RETURNING id, has_kin, item_id
"""
_SEEN = """
UPDATE %s t SET seen_at = %%s FROM unnest(%%s::bigint[], %%s::bigint[]) AS d(item, source)
 WHERE t.item_id = d.item AND t.source_id = d.source AND t.seen_at < %%s
"""
_REPORTED, _LISTED = _SEEN % "assets_report", _SEEN % "assets_softwarelist"
_TOUCH = """
INSERT INTO discovery_agent AS a (gateway_id, device, version, address, first_at, last_at, unchanged)
SELECT d.gateway, d.device, d.version, d.address, %s, %s, 0
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::inet[]) AS d(gateway, device, version, address)
 ORDER BY 1, 2
ON CONFLICT (gateway_id, device) DO UPDATE
   SET last_at = EXCLUDED.last_at, address = EXCLUDED.address,
       version = coalesce(nullif(EXCLUDED.version, ''), a.version)
RETURNING gateway_id, device, id
"""


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
    key = _touched([(gateway.pk, device, version, address)])[gateway.pk, device]
    return Agent.objects.get(pk=key)


def receive(gateway: Gateway, arrived: Arrived) -> Inventory | None:
    """Keep an inventory until it is read; None when it says nothing new, so that there is nothing to read."""
    return receive_many([(gateway, arrived)])[0]


@transaction.atomic
def receive_many(came: Sequence[tuple[Gateway, Arrived]]) -> list[Inventory | None]:
    """Keep inventories of different agents until they are read, in order; None for each that says nothing new.

    As many statements for thirty as for one.
    """
    known = _say_nothing_new(came)
    new = {place: one for place, one in enumerate(came) if place not in known}
    if not new:
        return [None] * len(came)
    agents = _touched([(gate.pk, one.device, one.version, one.address) for gate, one in new.values()])
    kept = Inventory.objects.bulk_create(
        Inventory(
            gateway=gateway, agent_id=agents[gateway.pk, one.device], address=one.address, size=one.size, body=one.body,
            meaning=one.meaning,
        )
        for gateway, one in new.values()
    )  # fmt: skip
    queue.nudge("inventories")
    of = dict(zip(new, kept, strict=True))
    return [of.get(place) for place in range(len(came))]


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


def look_again(*traces: int) -> None:
    """They were heard again: whether they and their kin are still one thing may be another question now."""
    locks.wait_for("identification")
    if there := set(Trace.objects.filter(pk__in=traces).values_list("pk", flat=True)):
        identifying.bring_together(there, by=CLOCK)


def _touched(agents: Sequence[tuple[int, str, str, str | None]]) -> dict[tuple[int, str], int]:
    """Agents are there, by gateway and device; those that were never heard of are kept."""
    rows = [(gateway, device[:250], version[:120], address) for gateway, device, version, address in agents]
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TOUCH, [now, now, *(list(column) for column in zip(*rows, strict=True))])
        return {(gateway, device): pk for gateway, device, pk in cursor.fetchall()}


def _say_nothing_new(came: Sequence[tuple[Gateway, Arrived]]) -> set[int]:
    """The places of those whose agent said the same before; their machines have been met again, and that is all."""
    now = clock.now()
    told = [(n, gate.pk, one.device, one.meaning, one.address) for n, (gate, one) in enumerate(came)]
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [now, *(list(column) for column in zip(*told, strict=True))])
        if not (same := cursor.fetchall()):
            return set()
        cursor.execute(_HEARD, [now, [trace for _place, _item, trace in same if trace]])
        traces = {pk: (has_kin, item) for pk, has_kin, item in cursor.fetchall()}
        met = [(traces.get(trace, (False, item))[1] or item, came[place][0].source_id) for place, item, trace in same]
        columns = [list(column) for column in zip(*met, strict=True)]
        cursor.execute(_REPORTED, [now, *columns, now])
        cursor.execute(_LISTED, [now, *columns, now])
    assets.see_again({item: now for item, _source in met}, by=CLOCK)
    if kin := [pk for pk, (has_kin, _item) in traces.items() if has_kin]:
        look_again(*kin)
    return {place for place, _item, _trace in same}
