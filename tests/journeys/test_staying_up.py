"""Staying up: whatever dies is started again, and a start clears away what a dead one left."""

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from testing.mailbox import free_port
from testing.running import Lay, Running, command, postmaster, processes_of, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def up(inhabited: Lay) -> Iterator[Running]:
    """One instance for all who look at a living one; its port was taken by somebody else."""
    with socket.socket() as taken, tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        port = str(taken.getsockname()[1])
        with Running(inhabited(Path(folder) / "data"), WATCHKEEP_PORT=port) as instance:
            yield instance


def pid_of(data: Path, words: str) -> int:
    """The first process of an instance whose command line has these words; 0 when there is none yet."""
    return min((int(line.split()[0]) for line in processes_of(data) if words in line), default=0)


def test_a_busy_port_is_said_and_another_one_taken(up: Running):
    assert f"Port {up.env['WATCHKEEP_PORT']} is busy" in up.said
    assert up.get("/healthz") == 200


def test_a_second_one_in_the_same_data_directory_is_refused_with_the_address_of_the_first(up: Running):
    second = command(up.data, "up")
    assert second.returncode == 1
    assert up.url in second.stderr
    assert "already runs here" in second.stderr
    assert up.get("/healthz") == 200


def test_what_was_acknowledged_survives_kill_9_of_the_database(up: Running):
    acknowledged = []
    with psycopg.connect(up.facts["database_url"]) as connection:
        connection.execute("CREATE TABLE ledger (number int)")
    for _ in range(3):
        victim = postmaster(up.data)
        acknowledged += write_until_killed(up.facts["database_url"], len(acknowledged), victim)
        wait_for(lambda: answers(up.facts["database_url"]))
        assert postmaster(up.data) != victim
    with psycopg.connect(up.facts["database_url"]) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM ledger").fetchall()}
    assert set(acknowledged) <= kept
    assert len(acknowledged) > 30
    assert up.said.count("database was killed by SIGKILL; starting it again") == 3
    wait_for(lambda: up.get("/healthz") == 200)


def write_until_killed(url: str, number: int, victim: int) -> list[int]:
    """Commit rows one by one; after a while kill the server while doing so."""
    acknowledged: list[int] = []
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            while True:
                connection.execute("INSERT INTO ledger VALUES (%s)", [number + len(acknowledged)])
                acknowledged.append(number + len(acknowledged))
                if len(acknowledged) == 50:
                    os.kill(victim, signal.SIGKILL)
    except psycopg.OperationalError:
        return acknowledged


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def test_web_and_worker_that_die_are_started_again_with_a_word(up: Running):
    os.kill(pid_of(up.data, "watchkeep work"), signal.SIGKILL)
    wait_for(lambda: "worker was killed by SIGKILL; starting it again" in up.said)
    wait_for(lambda: pid_of(up.data, "watchkeep work"))
    os.kill(pid_of(up.data, "gunicorn"), signal.SIGKILL)
    wait_for(lambda: "web was killed by SIGKILL; starting it again" in up.said)
    wait_for(lambda: up.get("/healthz") == 200)


def test_what_a_dead_one_left_is_cleared_away_by_the_next_start(up: Running):
    """First the launcher dies alone, then everything at once: what lives on then belongs to nobody."""
    up.stop(signal.SIGKILL)
    wait_for(lambda: not processes_of(up.data), patience=30)
    up.start()
    assert up.get("/healthz") == 200
    web = pid_of(up.data, "gunicorn")
    orphans = [int(line.split()[0]) for line in processes_of(up.data) if "gunicorn" in line]
    for pid in (up.facts["pid"], web, pid_of(up.data, "watchkeep work"), postmaster(up.data)):
        os.kill(pid, signal.SIGKILL)
    up.stop(signal.SIGKILL)
    up.start()
    assert up.get("/healthz") == 200
    assert [line for line in processes_of(up.data) if int(line.split()[0]) in orphans] == []
