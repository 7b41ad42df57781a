"""Reading: what was received becomes what is known, each inventory whole or not at all.

A try is counted before it begins, so that one on which the process itself dies is given up instead of coming back for
ever. If the process dies meanwhile, nothing of it happened and it is due again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.life import finding, identifying
from watchkeep.estate.discovery.life.identifying import Match
from watchkeep.estate.discovery.models import Agent, Found, Inventory, State, Trace
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

MOST_TRIES = 5
SPEAKS_FOR = timedelta(days=3)
"""Of several agents on one machine the first speaks for it, until it has been silent for so long."""


@transaction.atomic
def take_due(some: int = 20) -> list[Inventory]:
    """The inventories that are due longest, with their bodies, each with its try counted."""
    due = Inventory.objects.filter(state=State.RECEIVED, next_step_at__lte=clock.now()).order_by("id")
    ids = list(due.values_list("pk", flat=True)[:some])
    Inventory.objects.filter(pk__in=ids).update(attempts=F("attempts") + 1)
    return list(
        Inventory.objects.filter(pk__in=ids).defer(None).select_related("gateway__source", "agent").order_by("pk")
    )


@transaction.atomic
def take_in(inventory: Inventory, found: Found) -> None:
    """Let the register know what an inventory says: which thing it is, what it is like, what is installed on it."""
    agent, source = inventory.agent, inventory.gateway.source
    at = inventory.received_at
    match = _known(agent) if found.is_partial else None
    if match is None:
        (match,) = identifying.identify_many([found], source=source, by=CLOCK, at=at)
    if match is None:
        refuse(inventory, _("It bears nothing that tells its machine apart."))
        return
    if other := _who_speaks(agent, match):
        why = _("%(agent)s speaks for this machine already.") % {"agent": other.device}
        _done(inventory, match, state=State.UNCHANGED, is_partial=found.is_partial, why=why)
        return
    linked = [link.other for link in found.links or ()]
    others = identifying.identify_many(linked, source=source, by=CLOCK, at=at) if linked else []
    (told,) = finding.tell_register([(found, match)], others, source=source, by=CLOCK, at=at)
    state = State.NEW if match.is_new else State.CHANGED if told.is_changed else State.UNCHANGED
    software = {"came": told.came, "went": told.went} if told.came or told.went else {}
    _done(inventory, match, state=state, is_partial=found.is_partial, changes={"values": told.values[:50], **software})


@transaction.atomic
def refuse(inventory: Inventory, why: str) -> None:
    """It cannot be read. It is kept with the reason, and shown."""
    _end(inventory, state=State.REFUSED, why=why[:300])
    tell(events.InventoryRefused(record=inventory.pk, by=CLOCK, why=why[:200]))


@transaction.atomic
def stumble(inventory: Inventory, error: Exception) -> None:
    """Try again later, and not for ever: then it is refused, with what was wrong."""
    row = Inventory.objects.get(pk=inventory.pk)
    if row.attempts >= MOST_TRIES:
        refuse(row, _("It failed %(tries)s times: %(error)s") % {"tries": row.attempts, "error": f"{error!r}"[:200]})
    else:
        later = clock.now() + timedelta(seconds=10 * 4**row.attempts)
        Inventory.objects.filter(pk=row.pk).update(next_step_at=later)


@transaction.atomic
def read_again(inventory: Inventory, *, by: Actor) -> None:
    """Read once more what was refused: what was wrong may have been mended."""
    by.need(P.CONFIGURE, _("read an inventory again"))
    waiting = {"state": State.RECEIVED, "attempts": 0, "next_step_at": clock.now(), "why": ""}
    if Inventory.objects.filter(pk=inventory.pk, state=State.REFUSED).update(**waiting) != 1:
        raise Refused(_("It has not been refused."))
    queue.nudge("inventories")


def _known(agent: Agent | None) -> Match | None:
    """Which item the agent's machine was when it last told everything."""
    if agent is None or agent.trace_id is None:
        return None
    trace = Trace.objects.select_related("item").get(pk=agent.trace_id)
    if trace.item is None:
        return None
    return Match(trace.pk, trace.item.pk, trace.item.merged_into_id or trace.item.pk, False, None, trace.confidence)


def _who_speaks(agent: Agent | None, match: Match) -> Agent | None:
    """Another agent of the same gateway that came first and still speaks of this item."""
    if agent is None:
        return None
    lately = clock.now() - SPEAKS_FOR
    others = Agent.objects.filter(item=match.stands_for, gateway=agent.gateway_id, pk__lt=agent.pk, last_at__gte=lately)
    return others.order_by("pk").first()


def _done(
    inventory: Inventory,
    match: Match,
    *,
    state: State,
    is_partial: bool,
    why: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    known: dict[str, Any] = {"trace_id": match.trace, "item_id": match.stands_for, "told_at": inventory.received_at}
    if not is_partial:
        known["meaning"] = inventory.meaning
    Agent.objects.filter(pk__in=[inventory.agent_id]).update(**known)
    _end(inventory, state=state, why=why, item_id=match.stands_for, changes=dict(changes or {}), body=b"")


def _end(inventory: Inventory, **values: Any) -> None:
    Inventory.objects.filter(pk=inventory.pk).update(next_step_at=None, **values)
    live.changed(f"gateway:{inventory.gateway_id}")
