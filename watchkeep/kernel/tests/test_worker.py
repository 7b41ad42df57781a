"""The worker in this process: its sweeps, its bells, its janitor. Killing it for real is a journey."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from testing import make
from watchkeep.kernel import queue, wires, worker
from watchkeep.kernel.models import Beat
from watchkeep.kernel.wires import Every
from watchkeep.kernel.worker import Worker


@pytest.fixture
def at_work(transactional_db):
    """Start a worker's threads without its job queue; stop them afterwards."""
    started: list[tuple[Worker, list[threading.Thread]]] = []

    def start(*sweeps: Every) -> Worker:
        one = Worker(sweeps)
        runs = [(one._sweep, (sweep,)) for sweep in sweeps] + [(one._listen, ()), (one._beat, ())]
        threads = [threading.Thread(target=run, args=args) for run, args in runs]
        for thread in threads:
            thread.start()
        started.append((one, threads))
        return one

    yield start
    for one, threads in started:
        one.stop()
        for thread in threads:
            thread.join(timeout=10)
            assert not thread.is_alive()


def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_a_nudge_wakes_a_sweep_that_would_sleep_for_an_hour(at_work):
    runs: list[float] = []
    one = at_work(Every(seconds=3600, run=lambda: runs.append(time.monotonic()) or 0, wake="bell"))
    assert until(lambda: len(runs) == 1)
    assert until(lambda: Beat.objects.filter(pk=one.name).exists())
    time.sleep(0.2)
    with transaction.atomic():
        queue.nudge("bell")
    assert until(lambda: len(runs) == 2)


def test_a_sweep_goes_on_until_nothing_is_left(at_work):
    left = [1] * 5
    at_work(Every(seconds=3600, run=lambda: left.pop() if left else 0))
    assert until(lambda: not left)


def test_a_sweep_that_fails_is_tried_again(at_work):
    tries: list[int] = []

    def stumble() -> int:
        tries.append(1)
        raise ValueError("stumbled")

    at_work(Every(seconds=0.05, run=stumble))
    assert until(lambda: len(tries) >= 3)


def test_a_job_is_a_row_of_its_transaction_while_the_worker_takes_jobs(transactional_db):
    async def at_work():
        with app.replace_connector(app.connector.get_worker_connector()) as jobs:
            async with jobs.open_async():
                await asyncio.to_thread(seen_from_outside)

    def seen_from_outside():
        try:
            with transaction.atomic():
                queue.put([{"fact": 1, "reaction": "x"}])
                counted.append(alive_elsewhere())
        finally:
            connection.close()

    def alive_elsewhere():
        with ThreadPoolExecutor(1) as other:
            return other.submit(lambda: (queue.alive().count(), connection.close())[0]).result()

    counted: list[int] = []
    asyncio.run(at_work())
    assert (counted, queue.alive().count()) == ([0], 1)


def test_the_janitor_gives_back_what_a_dead_worker_held(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 min') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
            "VALUES (%s, %s, '{}', 'doing', %s) RETURNING id",
            (queue.QUEUE, queue.TASK, dead),
        )
        job = cursor.fetchone()[0]
    worker.give_back_stalled()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", (job,))
        assert cursor.fetchone()[0] == "todo"


def test_a_given_up_job_is_a_dead_letter_and_can_be_put_back(transactional_db):
    job = make.dead_letter(fact=7)
    [letter] = queue.letters(queue.given_up())
    assert (letter["id"], letter["fact"], letter["attempts"], letter["error"]) == (job, 7, 9, "it was not there")
    queue.retry(job)
    assert not queue.given_up().exists()
    assert queue.alive().count() == 1


@pytest.fixture
def put_to_work(monkeypatch):
    """What workers would be started, each with its lanes and whether it takes jobs; the process beside is none here."""
    seen: list[tuple[set[str], bool]] = []

    @contextmanager
    def forked(run):
        run(lambda: True)
        yield lambda: lives[0]

    lives = [True]
    monkeypatch.setattr(worker.beside, "forked", forked)
    monkeypatch.setattr(worker.os, "nice", lambda _by: None)
    monkeypatch.setattr(worker.sys, "setswitchinterval", lambda _seconds: None)
    monkeypatch.setattr(Worker, "run", lambda one: seen.append(({each.lane for each in one.sweeps}, one.takes_jobs)))
    return SimpleNamespace(seen=seen, lives=lives)


def test_what_pages_has_a_process_of_its_own_beside_all_the_rest(put_to_work):
    ready: list[str] = []
    worker.run(ready=lambda: ready.append("now"))
    assert put_to_work.seen == [({"paging"}, False), ({"", "mail", "sorting", "inventories"}, True)]
    assert ready == ["now"]
    paging = {one.name.removeprefix("watchkeep.") for one in wires.sweeps() if one.lane == "paging"}
    assert paging == {
        "insight.detection.jobs.fold", "duty.oncall.jobs.page_due", "duty.notify.jobs.lanes.send_due",
        "duty.sla.jobs.tell_moments",
    }  # fmt: skip


def test_whoever_loses_the_process_beside_says_so_to_its_keeper(put_to_work):
    put_to_work.lives[0] = False
    with pytest.raises(RuntimeError):
        worker.run()


def test_a_lane_has_a_worker_of_its_own_without_jobs_and_the_others_leave_it_out(put_to_work):
    worker.run(only="mail")
    worker.run(without=["mail", "sorting", "inventories"])
    assert put_to_work.seen == [({"mail"}, False), ({"paging"}, False), ({""}, True)]


def test_a_worker_ends_when_it_is_no_longer_wanted(transactional_db):
    asked: list[bool] = []
    one = Worker([], takes_jobs=False, wanted=lambda: asked.append(True) or len(asked) < 3)
    asyncio.run(asyncio.wait_for(one._jobs(), 10))
    assert len(asked) == 3
