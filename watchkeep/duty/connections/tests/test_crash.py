"""A worker that is killed in the middle: the run has failed as interrupted, and is never repeated."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection

from testing import harness, make
from testing.machines import web_service
from watchkeep.duty.connections import life
from watchkeep.duty.connections.jobs import pool
from watchkeep.duty.connections.life.carrying import LEASE_SECONDS, End, Outcome
from watchkeep.duty.connections.tests.carrying import open_loopback
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

WORKER = """
import sys
import django; django.setup()
import watchkeep.wiring
assert not {"paramiko", "ansible_runner"} & set(sys.modules), "a process pays for what it does not use"
from watchkeep.duty.connections.jobs import pool
pool.carry_out_due()
pool.POOL.wait(60)
"""


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_fate_nobody_knows_fails_and_is_never_repeated():
    open_loopback()
    with web_service(wait=30) as service:
        run = make.action_run(connection=make.connection(url=service.url))
        worker = start_worker()
        wait_until(lambda: service.asked)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert (pool.end_overdue(), state_of(run)) == (0, "running")
        with clock.travel(seconds=LEASE_SECONDS + 1):
            assert pool.end_overdue() == 1
            assert (state_of(run), run.why) == ("failed", "interrupted")
            assert harness.last_told("action_run", run.pk).data["why"] == "interrupted"
            assert life.take() is None
        assert len(service.asked) == 1


def test_a_worker_that_lives_is_not_taken_for_dead():
    run = make.action_run()
    life.take()
    with clock.travel(seconds=LEASE_SECONDS - 5):
        assert life.keep_alive([run.pk]) == {run.pk}
    with clock.travel(seconds=LEASE_SECONDS + 5):
        assert life.interrupt_lost() == 0


def test_two_workers_never_take_the_same_run():
    make.action_run()
    assert life.take() is not None
    assert life.take() is None


@pytest.mark.django_db(transaction=True)
def test_what_is_cancelled_while_it_runs_is_cut_off():
    open_loopback()
    with web_service(wait=8) as service:
        run = make.action_run(connection=make.connection(url=service.url))
        began, mine = time.monotonic(), pool.Pool()
        mine.begin(life.take())
        wait_until(lambda: service.asked)
        life.cancel(run, by=CLOCK) if state_of(run) == "running" else None
        mine.keep_up()
        mine.wait(10)
        assert (state_of(run), time.monotonic() - began < 5) == ("cancelled", True)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_end_cuts_off_what_runs_and_says_so():
    open_loopback()
    with web_service(wait=8) as service:
        run = make.action_run(connection=make.connection(url=service.url))
        mine = pool.Pool()
        mine.begin(life.take())
        wait_until(lambda: service.asked)
        mine.end(seconds=0.3)
        assert (state_of(run), run.why, mine.has_room) == ("failed", "interrupted", False)


def test_an_outcome_survives_a_database_that_is_away_for_a_moment(monkeypatch):
    run = make.action_run()
    taken, settle, tries = life.take(), life.settle, []

    def sometimes(*given):
        tries.append(given)
        if len(tries) < 3:
            raise OperationalError("the server is starting up")
        settle(*given)

    monkeypatch.setattr(life, "settle", sometimes)
    monkeypatch.setattr(pool, "PAUSES", (0, 0, 0, 0))
    pool._settle(taken, Outcome(End.SUCCEEDED))
    assert (state_of(run), len(tries)) == ("succeeded", 3)


def test_an_outcome_that_comes_too_late_changes_nothing():
    run = make.action_run()
    taken = life.take()
    with clock.travel(seconds=LEASE_SECONDS + 1):
        life.interrupt_lost()
    pool._settle(taken, Outcome(End.SUCCEEDED))
    assert state_of(run) == "failed"


def test_a_wait_ends_when_its_time_has_come_and_a_question_when_nobody_answered():
    wait = make.action_run("wait", parameters={"seconds": 60})
    ask = make.action_run("ask", parameters={"question": "Go?", "choices": ["Yes", "No"]}, timeout_seconds=90)
    assert harness.sweep(pool.end_overdue) == 0
    with clock.travel(seconds=61):
        assert harness.sweep(pool.end_overdue) == 1
    with clock.travel(seconds=91):
        harness.sweep(pool.end_overdue)
    assert (state_of(wait), state_of(ask)) == ("succeeded", "timed_out")


def start_worker():
    """Another process that carries out what is due in the test's database."""
    own = connection.settings_dict
    name, password, host = (quote(own[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    where = f"postgres://{name}:{password}@/{own['NAME']}?host={host}&port={own['PORT']}"
    env = {**os.environ, "DATABASE_URL": where, "DJANGO_SETTINGS_MODULE": "watchkeep.config.settings"}
    return subprocess.Popen([sys.executable, "-c", WORKER], env=env)


def state_of(run):
    run.refresh_from_db()
    return run.state


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
