"""The sweep over inventories that were received: each is read and told to the register, or kept with what was wrong."""

import logging

from watchkeep.doors.integrations.inventory import bodies, glpi, reading
from watchkeep.doors.integrations.inventory.bodies import Unreadable
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Inventory
from watchkeep.kernel import locks

log = logging.getLogger(__name__)
RUN = 200
"""How many inventories one round reads before another sweep may have its turn."""


def take_due() -> int:
    """Sweep: read what was received, in order, by one worker at a time. Returns how many."""
    done = 0
    with locks.in_turn("inventories"):
        while done < RUN and (some := life.take_due()):
            for inventory in some:
                _take(inventory)
            done += len(some)
    return done


def _take(inventory: Inventory) -> None:
    try:
        life.take_in(inventory, reading.found(glpi.read(bodies.unpacked(bytes(inventory.body)))))
    except Unreadable as no:
        life.refuse(inventory, str(no))
    except Exception as error:
        log.exception("inventory %s could not be read", inventory.pk)
        life.stumble(inventory, error)
