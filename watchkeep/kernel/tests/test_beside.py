"""The process beside: begun, asked to end, seen to have ended. None of these has a database."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from watchkeep.kernel import beside

ORPHAN = """
import os, signal, time
from watchkeep.kernel import beside

def stay(wanted):
    print(os.getpid(), flush=True)
    while wanted():
        time.sleep(0.02)
    print("nobody wants me", flush=True)

with beside.forked(stay):
    time.sleep(60)
"""


def within(seconds, condition):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_it_runs_in_a_process_of_its_own_until_the_block_ends(tmp_path):
    mark = tmp_path / "mark"

    def run(wanted):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        mark.write_text(f"{os.getpid()} {wanted()}")
        time.sleep(60)

    with beside.forked(run) as lives:
        assert within(10, mark.exists)
        assert lives()
    pid, wanted = mark.read_text().split()
    assert (wanted, lives()) == ("True", False)
    assert int(pid) != os.getpid()


def test_that_it_ended_by_itself_is_seen_and_nothing_of_ours_is_done_in_it(tmp_path):
    here = os.getpid()
    with beside.forked(lambda _wanted: 1 / 0) as lives:
        assert within(10, lambda: not lives())
    (tmp_path / str(os.getpid())).touch()
    assert [one.name for one in tmp_path.iterdir()] == [str(here)]


def test_one_that_does_not_hear_is_ended(tmp_path, monkeypatch):
    mark = tmp_path / "mark"
    monkeypatch.setattr(beside, "PATIENCE", 0.2)

    def run(_wanted):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        mark.touch()
        time.sleep(60)

    with beside.forked(run) as lives:
        assert within(10, mark.exists)
    assert not lives()


def test_whoever_loses_the_parent_is_no_longer_wanted():
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    assert parent.stdout.readline() == "nobody wants me\n"
    assert within(10, lambda: not Path(f"/proc/{child}").exists())
    parent.wait(10)
