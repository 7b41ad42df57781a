"""The threads in which runs are carried out.

If the process dies here, what ran stays "looking" until its lease is over; then it has failed, and what it had taken in
by then is kept. A process that is asked to end stops what it carries out.
"""

import atexit
import contextlib
import logging
import threading
import time

from django.db import connection

from watchkeep.doors.integrations.discovering import ports
from watchkeep.doors.integrations.discovering.ports import CannotLook, Enough, Task
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Run
from watchkeep.kernel import clock, queue
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)
MOST = 3
"""Runs that one process carries out at once."""
AT_ONCE = 100
"""Things of a part that are taken in by one transaction."""
FAREWELL_SECONDS = 5.0

_busy: dict[int, Task] = {}
_guard = threading.Lock()
_is_ending = threading.Event()


def run_due() -> int:
    """Sweep: say that our runs live, end what somebody stopped, and take what is queued while a thread is free."""
    _keep_up()
    while len(_busy) < MOST and not _is_ending.is_set() and (run := life.take_run()) is not None:
        begin(run)
    return 0


def begin(run: Run) -> threading.Thread:
    """Carry a run out in a thread."""
    task = task_of(run)
    with _guard:
        _busy[run.pk] = task
    thread = threading.Thread(target=_run, args=(run, task), daemon=True, name=f"discovery-{run.pk}")
    thread.start()
    return thread


def carry_out(run: Run, task: Task) -> None:
    """Look, and take in part after part. Whatever goes wrong becomes the end of the run, in words."""
    try:
        with contextlib.closing(ports.look_of(run.job.kind)(task)) as parts:
            for part in parts:
                _take(run, task, part)
                task.check()
        life.finish(run, notes=task.taken_notes())
    except Enough as why:
        life.give_up(run, str(why), notes=task.taken_notes())
    except CannotLook as no:
        life.fail(run, str(no), notes=task.taken_notes())
    except Refused:
        log.info("run %s had ended before it was through", run.pk)
    except Exception as error:
        log.exception("run %s broke off", run.pk)
        life.fail(run, f"It broke off: {type(error).__name__}.", notes=task.taken_notes())


def task_of(run: Run) -> Task:
    """What a run gives its kind. The networks are those that are open now."""
    job = run.job
    return Task(
        settings=queries.settings_for(job),
        source=job.source.slug,
        targets=tuple(job.targets),
        allowed=queries.allowed_networks(),
        rate=job.rate,
        must_end_at=run.must_end_at or clock.now(),
    )


def end(seconds: float = FAREWELL_SECONDS) -> None:
    """Take nothing more, and stop what is carried out."""
    _is_ending.set()
    with _guard:
        for task in _busy.values():
            task.unwanted.set()
    ends_at = time.monotonic() + seconds
    while _busy and time.monotonic() < ends_at:
        time.sleep(0.05)


atexit.register(end)


def _keep_up() -> None:
    with _guard:
        held = dict(_busy)
    wanted = life.keep_looking(held.keys()) if held else set()
    for pk in held.keys() - wanted:
        held[pk].unwanted.set()


def _take(run: Run, task: Task, part: ports.Part) -> None:
    """Take a part in, so many things at a time; a run of which nothing was found says how far it is."""
    for at in range(0, max(len(part.found), 1), AT_ONCE):
        some = part.found[at : at + AT_ONCE]
        life.take_part(run, some, doing=part.doing, done=part.done, notes=task.taken_notes())
    if not connection.in_atomic_block:
        connection.close()  # hold no connection of the pool while we wait for somebody else's network


def _run(run: Run, task: Task) -> None:
    try:
        carry_out(run, task)
    except Exception:
        log.exception("the end of run %s could not be written down", run.pk)
    finally:
        with _guard:
            _busy.pop(run.pk, None)
        try:
            queue.nudge("discovery")
        finally:
            connection.close()
