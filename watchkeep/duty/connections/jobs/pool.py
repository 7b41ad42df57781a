"""The threads in which runs are carried out.

If the process dies here, what ran stays "running" until its lease is over; then it has failed as interrupted. Nothing
is ever taken twice: a run is marked running, for good, before its first byte is sent.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from watchkeep.duty.connections import life
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.kernel import queue
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)
THREADS = 8
GRACE_SECONDS = 10
"""How long after its deadline a thread may take to let go before its run is ended without it."""


class Pool:
    """The threads of one process, and what each carries out."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "actions")
        self._runs: dict[int, tuple[ActionRun, Deadline]] = {}
        self._guard = threading.Lock()

    @property
    def has_room(self) -> bool:
        """Whether a thread is free."""
        with self._guard:
            return len(self._runs) < THREADS

    def begin(self, run: ActionRun) -> None:
        """Carry a run out in a thread. Its time begins now."""
        deadline = Deadline(run.timeout_seconds)
        with self._guard:
            self._runs[run.pk] = (run, deadline)
        self._threads.submit(self._carry_out, run, deadline)

    def keep_up(self) -> None:
        """Say that we live, cut off what was cancelled, and end what did not let go in time."""
        with self._guard:
            runs = dict(self._runs)
        wanted = life.keep_alive(runs.keys())
        for pk, (run, deadline) in runs.items():
            if pk not in wanted:
                deadline.cut()
            elif deadline.over_for > GRACE_SECONDS:
                _settle(run, Outcome(End.TIMED_OUT, why="It did not end in time, and could not be stopped."))

    def _carry_out(self, run: ActionRun, deadline: Deadline) -> None:
        try:
            with deadline:
                outcome = carrying.carry_out(run, deadline)
            _settle(run, outcome)
        except Exception:
            log.exception("the end of run %s could not be written down", run.pk)
        finally:
            with self._guard:
                self._runs.pop(run.pk, None)
            queue.nudge("actions")
            connection.close()


POOL = Pool()


def carry_out_due() -> int:
    """Sweep: take what is queued, as long as a thread is free. The threads do the rest."""
    taken = 0
    while POOL.has_room and (run := life.take()) is not None:
        taken += 1
        if run.state == State.RUNNING:
            POOL.begin(run)
    return taken


def keep_up() -> int:
    """Sweep: our own runs are alive, or cut."""
    POOL.keep_up()
    return 0


def end_overdue() -> int:
    """Sweep: waits that are over, questions that nobody answered, runs that a dead process left."""
    return life.interrupt_lost()


def _settle(run: ActionRun, outcome: Outcome) -> None:
    try:
        life.settle(run, outcome)
    except Refused:
        log.info("run %s had ended before its outcome came", run.pk)
