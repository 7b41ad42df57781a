"""The sweep over inventories that were received: each is read and told to the register, or kept with what was wrong."""

import logging
from collections.abc import Iterator, Sequence

from watchkeep.doors.integrations.inventory import bodies, glpi, reading
from watchkeep.doors.integrations.inventory.bodies import Unreadable
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Found, Inventory
from watchkeep.kernel import locks

log = logging.getLogger(__name__)
RUN = 200
"""How many inventories one round reads before another sweep may have its turn."""
MOST_PROGRAMS = 50_000
"""Pieces of software that are told together."""
Read = tuple[Inventory, Found]


def take_due() -> int:
    """Sweep: read what was received, in order, by one worker at a time. Returns how many."""
    done = 0
    with locks.in_turn("inventories"):
        while done < RUN and (some := life.take_due()):
            for batch in _batches(some):
                _take(batch)
            done += len(some)
    return done


def _batches(some: Sequence[Inventory]) -> Iterator[list[Read]]:
    """What can be read is told together: of one gateway, each agent once, and not more than fits."""
    batch: list[Read] = []
    for inventory in some:
        if (found := _read(inventory)) is None:
            continue
        first = batch[0][0].gateway_id if batch else inventory.gateway_id
        size = sum(len(one.software or ()) for _inventory, one in batch)
        again = any(one.agent_id == inventory.agent_id for one, _found in batch)
        if batch and (again or first != inventory.gateway_id or size > MOST_PROGRAMS):
            yield batch
            batch = []
        batch.append((inventory, found))
    if batch:
        yield batch


def _read(inventory: Inventory) -> Found | None:
    try:
        return reading.found(glpi.read(bodies.unpacked(bytes(inventory.body))))
    except Unreadable as no:
        life.refuse(inventory, str(no))
    except Exception as error:
        log.exception("inventory %s could not be read", inventory.pk)
        life.stumble(inventory, error)
    return None


def _take(batch: Sequence[Read]) -> None:
    """Together; where one of them fails, nothing has happened, and each is taken in by itself."""
    try:
        life.take_in_many(batch)
    except Exception as error:
        if len(batch) > 1:
            for one in batch:
                _take([one])
            return
        log.exception("inventory %s could not be read", batch[0][0].pk)
        life.stumble(batch[0][0], error)
