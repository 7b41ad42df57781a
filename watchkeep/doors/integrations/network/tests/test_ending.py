"""A scan that somebody stops, and one whose process is killed: no nmap goes on, and the run says what became of it."""

import os
import shutil
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from testing import make
from watchkeep.doors.integrations.discovering import running
from watchkeep.doors.integrations.discovering.ports import Task
from watchkeep.doors.integrations.network import nmap
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Run
from watchkeep.estate.discovery.queries import NetworkScan
from watchkeep.estate.discovery.rules import scope
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("nmap"), reason="nmap is missing"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc"),
]
LONG = {"ports": "1-900", "services": False, "systems": False, "names": False, "certificates": False}


def scans_of(pid: int) -> list[int]:
    """The nmap processes that a process has started."""
    told = [Path(f"{task}/children").read_text().split() for task in Path(f"/proc/{pid}/task").glob("*")]
    return [int(one) for some in told for one in some if is_nmap(int(one))]


def is_nmap(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return "(nmap)" in state and ") Z" not in state


def within(seconds: float, question):
    ends_at = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < ends_at:
        time.sleep(0.05)
    return answer


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_is_stopped_ends_within_seconds_and_its_nmap_with_it():
    job = make.scan_job("Loopback", targets=("127.0.0.1",), given=LONG, rate=1)
    life.ask_run(job, by=CLOCK)
    run = life.take_run()
    thread = running.begin(run)
    (pid,) = within(20, lambda: scans_of(os.getpid()))
    life.stop(Run.objects.get(pk=run.pk), by=make.actor(make.admin()))
    running.run_due()
    thread.join(5)
    run.refresh_from_db()
    assert (thread.is_alive(), is_nmap(pid)) == (False, False)
    assert (run.state, run.why, run.lease_until) == ("stopped", "It was stopped.", None)


def test_nmap_dies_with_the_process_that_started_it():
    allowed, ends = [scope.network("127.0.0.1")], clock.now() + timedelta(minutes=5)
    task = Task(settings=NetworkScan(**LONG), source="s", targets=("127.0.0.1",), rate=1, allowed=allowed,
                must_end_at=ends)  # fmt: skip
    worker = os.fork()
    if worker == 0:
        try:
            list(nmap.Scan(task, ["127.0.0.1"]).steps())
        finally:
            os._exit(1)
    try:
        (pid,) = within(20, lambda: scans_of(worker))
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    assert within(5, lambda: not is_nmap(pid))
