"""Nodes: an agent is enrolled, tells one part after another, and is asked for what it has not told for too long."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from watchkeep.estate.discovery.life import receiving
from watchkeep.estate.discovery.life.receiving import Arrived
from watchkeep.estate.discovery.models import Agent, Gateway, Inventory, Node
from watchkeep.kernel import clock, secrets

PREFIX = "wkn_"
ASKED_AGAIN_AFTER = timedelta(minutes=15)
Change = Callable[[bytes], tuple[bytes, Arrived | None]]
"""From what was kept to what is kept now, and the inventory of all of it, as soon as there can be one."""


@transaction.atomic
def enrol(
    gateway: Gateway, *, key: str, device: str, platform: str, version: str = "", address: str | None = None
) -> tuple[Node, str]:
    """Give an agent a key of its own, which is told this once. Enrolled again it has another; what it said stays.

    ``key`` is the gateway's, with which it came.
    """
    agent = receiving.touch(gateway, device=device, version=version, address=address)
    plain, digest = secrets.new_key(PREFIX)
    told = {"digest": digest, "gate": secrets.digest(key), "platform": platform, "enrolled_at": clock.now()}
    node, _is_new = Node.objects.update_or_create(agent=agent, defaults=told | {"asked_at": None})
    return node, plain


@transaction.atomic
def hear(node: Node, gateway: Gateway, *, parts: Collection[str], change: Change) -> Inventory | None:
    """Keep the parts that an agent told, and with them its whole inventory; None when they say nothing new."""
    Agent.objects.select_for_update(no_key=True).get(pk=node.agent_id)
    row = Node.objects.get(pk=node.pk)
    before = bytes(row.kept)
    row.kept, arrived = change(before)
    row.heard |= dict.fromkeys(parts, int(clock.now().timestamp()))
    row.save(update_fields=["heard"] if row.kept == before else ["heard", "kept"])
    return receiving.receive(gateway, arrived) if arrived else None


def ask(node: Node, *, parts: Collection[str], hours: float) -> list[str]:
    """The parts that a node was not heard of for so many hours, to be asked for now; none if it has just been asked."""
    now = clock.now()
    since = now.timestamp() - hours * 3600
    if not (stale := [part for part in parts if node.heard.get(part, 0) < since]):
        return []
    may_be_asked = Q(asked_at=None) | Q(asked_at__lte=now - ASKED_AGAIN_AFTER)
    return stale if Node.objects.filter(may_be_asked, pk=node.pk).update(asked_at=now) else []
