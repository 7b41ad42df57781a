import itertools
import signal
import subprocess
import sys
import time

import pytest

from testing.running import wait_for
from watchkeep.launch import logs, processes, supervisor
from watchkeep.launch.supervisor import Child, Supervisor
from watchkeep.launch.words import CannotGoOn

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"]
WITH_CHILD = [
    sys.executable,
    "-c",
    "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()",
]


def end(process):
    processes.stop(process, patience=5)


@pytest.fixture
def sleeper():
    child = Child("sleeper", lambda: processes.start(SLEEP, log=None), end)
    child.up()
    yield child
    if child.process:
        processes.stop(child.process, patience=0.1)


def test_one_that_dies_is_started_again_with_a_word(sleeper, capsys):
    first = sleeper.process
    first.kill()
    first.wait()
    sleeper.look_after()
    assert sleeper.process.pid != first.pid
    assert "sleeper was killed by SIGKILL; starting it again" in capsys.readouterr().out


def test_one_that_keeps_dying_is_started_more_and_more_slowly(monkeypatch, capsys):
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    starts = []

    def start():
        starts.append(now[0])
        process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"], start_new_session=True)
        process.wait()
        return process

    child = Child("weak", start, lambda _: None)
    child.up()
    for _ in range(600):
        child.look_after()
        now[0] += 0.2
    pauses = [round(after - before) for before, after in itertools.pairwise(starts)]
    assert pauses[:6] == [0, 1, 2, 4, 4, 4]
    assert max(pauses) <= 5
    assert "weak ended with code 3" in capsys.readouterr().out


def test_a_start_that_is_refused_is_tried_again_later(capsys):
    def refuse():
        raise CannotGoOn("no room")

    child = Child("database", refuse, lambda _: None)
    for _ in range(5):
        child.look_after()
    assert capsys.readouterr().out.count("no room") == 2


def test_stopping_ends_all_and_tells_no_lies_about_restarts(capsys):
    keeper = Supervisor()
    for name in ("one", "two"):
        keeper.add(Child(name, lambda: processes.start(SLEEP, log=None), end))
    running = [child.process for child in keeper.children]
    keeper.stop()
    assert [process.poll() for process in running] == [-signal.SIGTERM, -signal.SIGTERM]
    assert "again" not in capsys.readouterr().out


def test_one_that_does_not_listen_is_made_to_stop(tmp_path):
    process = processes.start(DEAF, log=tmp_path / "log")
    wait_for(lambda: process.poll() is None and (tmp_path / "log").exists())
    time.sleep(0.5)
    assert processes.stop(process, patience=0.3) is False
    assert process.returncode == -signal.SIGKILL


def test_children_of_a_child_do_not_stay_behind(tmp_path):
    log = tmp_path / "log"
    process = processes.start([WITH_CHILD[0], "-u", *WITH_CHILD[1:]], log=log)
    wait_for(lambda: log.read_text().strip())
    grandchild = int(log.read_text())
    processes.stop(process, patience=5)
    wait_for(lambda: not processes.command_line(grandchild))


def test_a_long_log_is_set_aside_while_somebody_writes_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LONGEST", 10)
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"a long line that is old\n")
        logs.keep_short(tmp_path)
        writer.write(b"new\n")
    assert log.read_text() == "new\n"
    assert (tmp_path / "web.log.1").read_text() == "a long line that is old\n"
