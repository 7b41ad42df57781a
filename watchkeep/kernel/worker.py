"""The worker: a thread for each sweep, the job queue, and an ear for wake-up calls. It stops on SIGTERM.

Any number of workers may run: sweeps take rows with SKIP LOCKED, jobs are taken once.
"""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import cast

import psycopg
from asgiref.sync import async_to_sync
from django.db import DatabaseError, close_old_connections, connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from watchkeep.kernel import beside, clock, queue, wires
from watchkeep.kernel.models import Beat

log = logging.getLogger(__name__)
FIRST = "paging"
"""The lane of what must not wait."""
LESS = 5
"""How much nicer to others the rest is, where the processors are busy."""
STALLED_SECONDS = 30
PATIENCE = 15  # seconds for what is in hand, once we are asked to stop


class Worker:
    """One worker process. ``takes_jobs``: it carries out later reactions, too; ``wanted``: for how long it works."""

    def __init__(
        self,
        sweeps: Iterable[wires.Every] | None = None,
        *,
        takes_jobs: bool = True,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.takes_jobs, self.wanted = takes_jobs, wanted
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.sweeps = tuple(wires.sweeps() if sweeps is None else sweeps)
        self.stopping, self.ended = threading.Event(), threading.Event()
        self.ran: dict[str, str] = {}
        self.bells = {sweep.name: threading.Event() for sweep in self.sweeps}

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, then finish what is in hand and return.

        With a database that no longer answers there is nothing to finish: then the process ends after a while.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        threading.Thread(target=self._end_in_time, daemon=True).start()
        targets = [(self._sweep, (sweep,)) for sweep in self.sweeps] + [(self._listen, ()), (self._beat, ())]
        threads = [threading.Thread(target=run, args=args, daemon=True) for run, args in targets]
        for thread in threads:
            thread.start()
        asyncio.run(self._jobs())
        self.stop()
        for thread in threads:
            thread.join()
        with suppress(DatabaseError):
            Beat.objects.filter(pk=self.name).delete()
        self.ended.set()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask every thread to finish."""
        self.stopping.set()
        for bell in self.bells.values():
            bell.set()

    def _end_in_time(self) -> None:
        self.stopping.wait()
        if not self.ended.wait(PATIENCE):
            log.warning("what was in hand did not end within %d seconds; leaving it to the next worker", PATIENCE)
            logging.shutdown()
            os._exit(0)

    async def _jobs(self) -> None:
        """Carry out later reactions; the queue's own crash ends the worker, and its keeper starts a new one."""
        work = asyncio.create_task(self._take_jobs() if self.takes_jobs else self._stay())
        while not self.stopping.is_set() and not work.done():  # the event belongs to threads
            if not self.wanted():
                log.warning("the process beside this one has ended, and so does this one")
                break
            await asyncio.sleep(0.1)
        if work.done():
            work.result()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    async def _stay(self) -> None:
        """Take no jobs, for as long as we are not asked to stop."""
        while not self.stopping.is_set():  # noqa: ASYNC110  # the event belongs to threads
            await asyncio.sleep(0.1)

    async def _take_jobs(self) -> None:
        """Open the queue, which takes as long as the database is away, and take what it offers."""
        with app.replace_connector(cast("DjangoConnector", app.connector).get_worker_connector()) as jobs:
            async with jobs.open_async():
                await jobs.run_worker_async(
                    concurrency=2,
                    listen_notify=True,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=8,
                    fetch_job_polling_interval=2.0,
                    delete_jobs="successful",
                    update_heartbeat_interval=5.0,
                    stalled_worker_timeout=float(STALLED_SECONDS),
                )

    def _sweep(self, sweep: wires.Every) -> None:
        bell = self.bells[sweep.name]
        while not self.stopping.is_set():
            bell.clear()
            if not self._run_once(sweep):
                bell.wait(sweep.seconds)
        connections.close_all()

    def _run_once(self, sweep: wires.Every) -> bool:
        """True when there may be more to do at once. Between runs a sweep holds no connection of the pool."""
        try:
            close_old_connections()
            handled = sweep.run()
        except Exception:
            log.exception("the sweep %s failed and will be tried again", sweep.name)
            connections.close_all()
            self.stopping.wait(min(sweep.seconds, 2))
            return False
        else:
            self.ran[sweep.name] = clock.now().isoformat()
            return handled > 0
        finally:
            connections.close_all()

    def _listen(self) -> None:
        while not self.stopping.is_set():
            try:
                self._hear()
            except psycopg.Error as error:
                log.warning("lost the wake-up line, opening it again: %s", error)
                self._ring({sweep.wake for sweep in self.sweeps})
                self.stopping.wait(1)

    def _hear(self) -> None:
        parameters = {
            name: value
            for name, value in connection.get_connection_params().items()
            if name not in {"cursor_factory", "context", "pool"}
        }
        with psycopg.connect(**parameters, autocommit=True) as line:
            line.execute(f"LISTEN {queue.WAKE}")
            while not self.stopping.is_set():
                for call in line.notifies(timeout=1.0):
                    self._ring(set(call.payload.split()))

    def _ring(self, names: set[str]) -> None:
        for sweep in self.sweeps:
            if sweep.wake and sweep.wake in names:
                self.bells[sweep.name].set()

    def _beat(self) -> None:
        """Every few seconds, show that we live."""
        while not self.stopping.is_set():
            try:
                close_old_connections()
                names = [sweep.name for sweep in self.sweeps]
                signs = {"at": clock.now(), "sweeps": names, "ran": dict(self.ran)}
                Beat.objects.update_or_create(pk=self.name, defaults=signs)
            except Exception:
                log.exception("could not show a sign of life")
                connections.close_all()
            self.stopping.wait(5)
        connections.close_all()


def give_back_stalled() -> int:
    """Sweep: jobs that a dead worker held go back on the queue; old signs of life are forgotten."""
    find = queue.JOBS.job_manager.get_stalled_jobs
    stalled = list(async_to_sync(find)(seconds_since_heartbeat=float(STALLED_SECONDS)))
    for job in stalled:
        if job.id is not None:
            queue.retry(job.id)
    Beat.objects.filter(at__lt=clock.now() - timedelta(minutes=10)).delete()
    return 0


def run(only: str = "", without: Collection[str] = (), ready: Callable[[], object] = lambda: None) -> None:
    """Run a worker with everything on the wiring page: all of it, one lane without the jobs, or all but some lanes.

    What pages people has a process to itself, so that nothing else an incident brings takes the processor from it.
    ``ready`` is called before the work begins. Raises RuntimeError when the other process died: who keeps them starts
    both again.
    """
    sweeps = [one for one in wires.sweeps() if (one.lane == only or not only) and one.lane not in without]
    first = [one for one in sweeps if one.lane == FIRST]
    gc.freeze()  # the program stays for good: no collection looks through it again
    if only or not first:
        ready()
        Worker(sweeps, takes_jobs=not only).run()
        return
    with beside.forked(lambda wanted: _work_first(first, wanted)) as lives:
        ready()
        os.nice(LESS)
        rest = Worker([one for one in sweeps if one.lane != FIRST], wanted=lives)
        rest.run()
        if not lives():
            raise RuntimeError("the process beside this one has ended")


def _work_first(sweeps: Sequence[wires.Every], wanted: Callable[[], bool]) -> None:
    """A sweep that comes back from the database has the processor at once, however busy another thread is."""
    sys.setswitchinterval(0.0005)
    Worker(sweeps, takes_jobs=False, wanted=wanted).run()
