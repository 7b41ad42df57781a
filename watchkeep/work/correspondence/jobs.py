"""The sweep over received mail, and what becomes of sources that nobody needs any more."""

from watchkeep.kernel import locks
from watchkeep.work.correspondence import life

RUN = 100
"""How many messages one round sorts before another worker may have its turn."""


def erase_due() -> int:
    """Sweep: sources that nobody needs any more. If the process dies, the rest is due by the next sweep."""
    return life.erase_sources()


def sort_due() -> int:
    """Sweep: sort what was received, in order, by one worker at a time. Returns how many."""
    done = 0
    with locks.in_turn("correspondence"):
        while done < RUN and (some := life.sort_some()):
            done += some
    return done
