"""Reading: what was received becomes what is known, each inventory whole or not at all.

A try is counted before it begins, so that one on which the process itself dies is given up instead of coming back for
ever. If the process dies meanwhile, nothing of it happened and it is due again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Source
from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.life import finding, identifying
from watchkeep.estate.discovery.life.identifying import Match
from watchkeep.estate.discovery.models import Agent, Found, Inventory, State, Trace
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import clocks
from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

MOST_TRIES = 5
SPEAKS_FOR = timedelta(days=3)
"""Of several agents on one machine the first speaks for it, until it has been silent for so long."""
_TOLD = """
UPDATE discovery_agent a
   SET trace_id = d.trace, item_id = d.item, told_at = d.at, meaning = coalesce(d.meaning, a.meaning),
       ahead_days = d.ahead
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::bytea[], %s::int[])
       AS d(id, trace, item, at, meaning, ahead)
 WHERE a.id = d.id
"""
_READ = """
UPDATE discovery_inventory i
   SET state = d.state, why = d.why, item_id = d.item, changes = d.changes::jsonb, body = '', next_step_at = NULL
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[]) AS d(id, state, why, item, changes)
 WHERE i.id = d.id
"""


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
    """Let the register know what one inventory says."""
    take_in_many([(inventory, found)])


@transaction.atomic
def take_in_many(read: Sequence[tuple[Inventory, Found]]) -> None:
    """Let the register know what inventories say: which things they are of, what these are like, what is installed.

    All of one gateway, and of each agent one. As many statements for twenty as for one.
    """
    source = read[0][0].gateway.source
    matches = _matched(read, source)
    for inventory, _found in read:
        if matches[inventory.pk] is None:
            refuse(inventory, _("It bears nothing that tells its machine apart."))
    told = [(inventory, found, match) for inventory, found in read if (match := matches[inventory.pk])]
    speakers = _who_speaks([(inventory.agent, match) for inventory, _found, match in told])
    heard = [one for one in told if one[0].agent_id not in speakers]
    became = _tell(heard, source)
    ends = []
    for inventory, found, match in told:
        if other := speakers.get(inventory.agent_id or 0):
            why = _("%(agent)s speaks for this machine already.") % {"agent": other.device}
            ends.append(_End(inventory, found, match, State.UNCHANGED, why[:300]))
            continue
        outcome = became[inventory.pk]
        state = State.NEW if match.is_new else State.CHANGED if outcome.is_changed else State.UNCHANGED
        software = {"came": outcome.came, "went": outcome.went} if outcome.came or outcome.went else {}
        ends.append(_End(inventory, found, match, state, "", {"values": outcome.values[:50], **software}))
    _done(ends)


@transaction.atomic
def refuse(inventory: Inventory, why: str) -> None:
    """It cannot be read. It is kept with the reason, and shown."""
    waiting = {"state": State.REFUSED, "why": why[:300], "next_step_at": None}
    Inventory.objects.filter(pk=inventory.pk).update(**waiting)
    live.changed(f"gateway:{inventory.gateway_id}")
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


def _matched(read: Sequence[tuple[Inventory, Found]], source: Source) -> dict[int, Match | None]:
    """Which item each is of. What tells only a part is of the item that its agent last told everything of."""
    known = _known([inventory.agent for inventory, found in read if found.is_partial])
    matches: dict[int, Match | None] = {
        inventory.pk: known[inventory.agent_id]
        for inventory, found in read if found.is_partial and inventory.agent_id in known
    }  # fmt: skip
    asked = [(inventory, found) for inventory, found in read if inventory.pk not in matches]
    moments = [inventory.received_at for inventory, _found in asked]
    found = [one for _inventory, one in asked]
    answered = identifying.identify_many(found, source=source, by=CLOCK, moments=moments) if asked else []
    return matches | {inventory.pk: match for (inventory, _found), match in zip(asked, answered, strict=True)}


def _known(agents: Sequence[Agent | None]) -> dict[int | None, Match]:
    """Which item each agent's machine was when it last told everything."""
    traces = {agent.trace_id: agent.pk for agent in agents if agent and agent.trace_id}
    rows = Trace.objects.filter(pk__in=traces, item__isnull=False).select_related("item") if traces else ()
    return {
        traces[row.pk]: Match(row.pk, row.item.pk, row.item.merged_into_id or row.item.pk, False, None, row.confidence)
        for row in rows if row.item
    }  # fmt: skip


def _who_speaks(told: Sequence[tuple[Agent | None, Match]]) -> dict[int, Agent]:
    """Another agent of the same gateway that came first and still speaks of an item, by the agent that should not."""
    mine = {agent.pk: (agent, match.stands_for) for agent, match in told if agent}
    if not mine:
        return {}
    gateway = next(iter(mine.values()))[0].gateway_id
    homes = {home for _agent, home in mine.values()}
    lately = Agent.objects.filter(item__in=homes, gateway=gateway, last_at__gte=clock.now() - SPEAKS_FOR)
    everyone = {agent.pk: (agent, agent.item_id) for agent in lately} | mine
    first: dict[int | None, Agent] = {}
    for _pk, (agent, home) in sorted(everyone.items()):
        first.setdefault(home, agent)
    return {pk: first[home] for pk, (_agent, home) in mine.items() if first[home].pk != pk}


def _tell(heard: Sequence[tuple[Inventory, Found, Match]], source: Source) -> dict[int, finding.Outcome]:
    """What became of each, by inventory."""
    if not heard:
        return {}
    moments = [inventory.received_at for inventory, _found, _match in heard]
    linked = [(link.other, at) for (_one, found, _match), at in zip(heard, moments, strict=True)
              for link in found.links or ()]  # fmt: skip
    others = identifying.identify_many(
        [other for other, _at in linked], source=source, by=CLOCK, moments=[at for _other, at in linked]
    ) if linked else []  # fmt: skip
    found = [(one, match) for _inventory, one, match in heard]
    outcomes = finding.tell_register(found, others, source=source, by=CLOCK, at=clock.now(), moments=moments)
    return {inventory.pk: outcome for (inventory, _one, _match), outcome in zip(heard, outcomes, strict=True)}


@dataclass(frozen=True, slots=True)
class _End:
    """What became of an inventory that was read."""

    inventory: Inventory
    found: Found
    match: Match
    state: State
    why: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


def _done(ends: Sequence[_End]) -> None:
    agents = [
        (one.inventory.agent_id, one.match.trace, one.match.stands_for, one.inventory.received_at,
         None if one.found.is_partial else one.inventory.meaning, _ahead(one.found, one.inventory))
        for one in ends if one.inventory.agent_id
    ]  # fmt: skip
    rows = [
        (one.inventory.pk, one.state.value, one.why, one.match.stands_for, json.dumps(_changes(one)))
        for one in ends
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if agents:
            cursor.execute(_TOLD, [list(column) for column in zip(*agents, strict=True)])
        if rows:
            cursor.execute(_READ, [list(column) for column in zip(*rows, strict=True)])
    live.changed(*{f"gateway:{one.inventory.gateway_id}" for one in ends})


def _changes(end: _End) -> dict[str, Any]:
    """What became another; and that the machine's clock is ahead, which nothing else shows: all is kept by our own."""
    ahead = _ahead(end.found, end.inventory)
    return {**end.changes, **({"ahead_days": ahead} if ahead else {})}


def _ahead(found: Found, inventory: Inventory) -> int:
    return clocks.days_ahead(found.clock, inventory.received_at) if found.clock else 0
