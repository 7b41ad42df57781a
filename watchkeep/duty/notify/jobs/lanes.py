"""Lanes: whoever is slow holds up its own lane and no other.

Mail has threads of its own. Everything else shares a pool in which one lane, such as one webhook's host,
may hold two threads. A thread sends what is due in its lane until nothing is.

If the process dies here, what it was sending stays "sending" until its lease is over and is then
taken again; everything else simply is still due.
"""

import logging
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import channels
from watchkeep.duty.notify.rules.ways import MAIL_LANE
from watchkeep.kernel import queue

log = logging.getLogger(__name__)

MAIL_THREADS = 4
OTHER_THREADS = 8
PER_LANE = 2
IN_ORDER = "chat:"
"""Lanes that begin so have one thread: what is said in a chat is said in its order."""
RUN = 50
"""How many deliveries one thread sends in a row before the sweep may give its place to another lane."""


class Lanes:
    """The threads of one process, and which lane each is in."""

    def __init__(self) -> None:
        self._mail = ThreadPoolExecutor(MAIL_THREADS, "notify-mail")
        self._other = ThreadPoolExecutor(OTHER_THREADS, "notify")
        self._busy: Counter[str] = Counter()
        self._guard = threading.Lock()

    def open(self, lane: str, due: int) -> int:
        """Put as many threads into a lane as it needs and may have. Returns how many were added."""
        pool, most = (self._mail, MAIL_THREADS) if lane == MAIL_LANE else (self._other, PER_LANE)
        most = 1 if lane.startswith(IN_ORDER) else most
        with self._guard:
            more = max(0, min(due, most) - self._busy[lane])
            if pool is self._other:
                more = min(more, OTHER_THREADS - sum(n for name, n in self._busy.items() if name != MAIL_LANE))
            self._busy[lane] += max(more, 0)
        for _ in range(more):
            pool.submit(self._run, lane)
        return max(more, 0)

    def _run(self, lane: str) -> None:
        sent = 0
        try:
            while sent < RUN and send_one(lane):
                sent += 1
        except Exception:
            log.exception("the lane %s stumbled and will be tried again", lane)
        finally:
            with self._guard:
                self._busy[lane] -= 1
            self._call_again(sent)

    @staticmethod
    def _call_again(sent: int) -> None:
        """Let the sweep look once more: something may have come due between the last look and now."""
        try:
            if sent:
                queue.nudge("notify")
        finally:
            connection.close()


LANES = Lanes()


def send_due() -> int:
    """Sweep: open every lane in which something is due. The threads do the rest."""
    for lane, due in life.due_lanes().items():
        LANES.open(lane, due)
    return 0


def send_one(lane: str) -> bool:
    """Take one delivery of a lane, hand it over without a transaction open, settle it. False when none is due."""
    delivery = life.take(lane)
    if delivery is None:
        return False
    began = time.monotonic()
    answer = channels.send(delivery)
    life.settle(delivery, answer, took_ms=round((time.monotonic() - began) * 1000))
    return True
