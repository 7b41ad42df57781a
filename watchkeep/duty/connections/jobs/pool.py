"""The threads in which runs are carried out.

If the process dies here, what ran stays "running" until its lease is over; then it has failed as interrupted. Nothing
is ever taken twice: a run is marked running, for good, before its first byte is sent. A process that is asked to end
gives what it carries out some seconds, cuts the rest off and says that it was interrupted.
"""

import atexit
import logging
import threading
import time

from django.db import connection

from watchkeep.duty.connections import life
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life.carrying import INTERRUPTED, End, Outcome
from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.kernel import queue
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)
THREADS = 8
GRACE_SECONDS = 10
"""How long after its deadline a thread may take to let go before its run is ended without it."""
PAUSES = (0.2, 1.0, 3.0, 10.0)
"""How long to wait each time that an outcome could not be written down."""
FAREWELL_SECONDS = 5.0
"""How long a process that ends waits for what it carries out, and then once more for what it cut off."""


class Pool:
    """The threads of one process, and what each carries out."""

    def __init__(self) -> None:
        self._runs: dict[int, tuple[ActionRun, Deadline]] = {}
        self._guard = threading.Lock()
        self._is_ending = False

    @property
    def has_room(self) -> bool:
        """Whether one more run can be carried out."""
        with self._guard:
            return len(self._runs) < THREADS and not self._is_ending

    def begin(self, run: ActionRun) -> None:
        """Carry a run out in a thread. Its time begins now."""
        deadline = Deadline(run.timeout_seconds)
        with self._guard:
            self._runs[run.pk] = (run, deadline)
        threading.Thread(target=self._carry_out, args=(run, deadline), name="action", daemon=True).start()

    def keep_up(self) -> None:
        """Say that we live, cut off what was cancelled, and end what did not let go in time."""
        runs = self._present()
        wanted = life.keep_alive(runs.keys())
        for pk, (run, deadline) in runs.items():
            if pk not in wanted:
                deadline.cut()
            elif deadline.over_for > GRACE_SECONDS:
                _settle(run, Outcome(End.TIMED_OUT, why="It did not end in time, and could not be stopped."))

    def end(self, seconds: float = FAREWELL_SECONDS) -> None:
        """Take nothing more, wait a little for what runs, then cut it off."""
        self._is_ending = True
        self.wait(seconds)
        for _run, deadline in self._present().values():
            deadline.cut()
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Wait until nothing runs, but no longer than this."""
        ends_at = time.monotonic() + seconds
        while self._present() and time.monotonic() < ends_at:
            time.sleep(0.05)

    def _present(self) -> dict[int, tuple[ActionRun, Deadline]]:
        with self._guard:
            return dict(self._runs)

    def _carry_out(self, run: ActionRun, deadline: Deadline) -> None:
        try:
            with deadline:
                outcome = carrying.carry_out(run, deadline)
            was_cut = self._is_ending and outcome.end is End.TIMED_OUT and deadline.over_for < 0
            _settle(run, Outcome(End.FAILED, output=outcome.output, why=INTERRUPTED) if was_cut else outcome)
        except Exception:
            log.exception("the end of run %s could not be written down", run.pk)
        finally:
            with self._guard:
                self._runs.pop(run.pk, None)
            self._call_again()

    @staticmethod
    def _call_again() -> None:
        """There is room now: let the sweep look once more."""
        try:
            queue.nudge("actions")
        finally:
            connection.close()


POOL = Pool()
atexit.register(POOL.end)


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
    """Write the outcome down. It happened, so a database that is away for a moment must not lose it."""
    for pause in PAUSES:
        try:
            return life.settle(run, outcome)
        except Refused:
            return log.info("run %s had ended before its outcome came", run.pk)
        except Exception:
            log.exception("the end of run %s could not be written down, trying again", run.pk)
            if not connection.in_atomic_block:
                connection.close()
            time.sleep(pause)
    return None
