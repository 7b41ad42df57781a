"""Starting, staying and stopping: the whole program, as somebody would run it."""

import os
import re
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from testing.running import Lay, Running, command, processes_of, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]
NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


@pytest.fixture
def up(data: Path, inhabited: Lay) -> Iterator[Running]:
    with Running(inhabited(data)) as instance:
        yield instance


def postmaster(data: Path) -> int:
    return int((data / "postgres/data/postmaster.pid").read_text().split()[0])


def pid_of(data: Path, words: str) -> int:
    [line, *_] = sorted((line for line in processes_of(data) if words in line), key=lambda line: int(line.split()[0]))
    return int(line.split()[0])


def test_it_serves_then_ctrl_c_stops_everything_and_the_second_start_takes_seconds(data: Path):
    with Running(data, "--no-demo") as first:
        assert first.get("/healthz") == 200
        assert first.url in first.said
        assert first.stop(signal.SIGINT) == 0
        assert processes_of(data) == []
    began = time.monotonic()
    with Running(data, "--no-demo") as second:
        assert time.monotonic() - began < 30  # 4 s on an idle machine
        assert "up to date" in second.said
        assert "static files" not in second.said
    assert not (data / "instance.json").exists()


def test_what_was_acknowledged_survives_kill_9_of_the_database(up: Running, data: Path):
    acknowledged = []
    with psycopg.connect(up.facts["database_url"]) as connection:
        connection.execute("CREATE TABLE ledger (number int)")
    for _ in range(3):
        victim = postmaster(data)
        acknowledged += write_until_killed(up.facts["database_url"], len(acknowledged), victim)
        wait_for(lambda: answers(up.facts["database_url"]))
        assert postmaster(data) != victim
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


def test_web_and_worker_that_die_are_started_again_with_a_word(up: Running, data: Path):
    os.kill(pid_of(data, "watchkeep work"), signal.SIGKILL)
    wait_for(lambda: "worker was killed by SIGKILL; starting it again" in up.said)
    wait_for(lambda: pid_of(data, "watchkeep work"))
    os.kill(pid_of(data, "gunicorn"), signal.SIGKILL)
    wait_for(lambda: "web was killed by SIGKILL; starting it again" in up.said)
    wait_for(lambda: up.get("/healthz") == 200)


def test_killing_the_launcher_leaves_nothing_behind_and_the_next_start_works(data: Path, inhabited: Lay):
    killed = Running(inhabited(data)).start()
    killed.stop(signal.SIGKILL)
    wait_for(lambda: not processes_of(data), patience=30)
    with Running(data, "--no-demo") as again:
        assert again.get("/healthz") == 200


def test_a_start_after_everything_was_killed_at_once_clears_away_what_lives_on(data: Path, inhabited: Lay):
    killed = Running(inhabited(data)).start()
    web = pid_of(data, "gunicorn")
    orphans = [int(line.split()[0]) for line in processes_of(data) if "gunicorn" in line]
    for pid in (killed.facts["pid"], web, pid_of(data, "watchkeep work"), postmaster(data)):
        os.kill(pid, signal.SIGKILL)
    killed.stop(signal.SIGKILL)
    with Running(data, "--no-demo") as again:
        assert again.get("/healthz") == 200
        living = [line for line in processes_of(data) if int(line.split()[0]) in orphans]
        assert living == []


def test_a_busy_port_is_said_and_another_one_taken(data: Path, inhabited: Lay):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Running(inhabited(data), WATCHKEEP_PORT=str(port)) as instance:
            assert f"Port {port} is busy" in instance.said
            assert instance.get("/healthz") == 200


def test_a_second_one_in_the_same_data_directory_is_refused_with_the_address_of_the_first(up: Running, data: Path):
    second = command(data, "up")
    assert second.returncode == 1
    assert up.url in second.stderr
    assert "already runs here" in second.stderr
    assert up.get("/healthz") == 200


def test_ctrl_c_while_it_still_starts_leaves_nothing(data: Path):
    for pause in (0.2, 1.0, 3.0):
        early = Running(data, "--no-demo").begin()
        time.sleep(pause)
        early.stop(signal.SIGINT)
        assert processes_of(data) == []
    with Running(data, "--no-demo") as instance:
        assert instance.get("/healthz") == 200


def test_an_external_database_is_used_without_any_other_change(data: Path):
    with external_database() as url, Running(data, "--no-demo", DATABASE_URL=url) as instance:
        assert "from DATABASE_URL" in instance.said
        assert instance.get("/healthz") == 200
        assert not (data / "postgres").exists()


def test_it_stops_although_its_database_is_gone(data: Path):
    lent = external_database()
    with lent as url, Running(data, "--no-demo", DATABASE_URL=url) as instance:
        lent.take_back()
        began = time.monotonic()
        assert instance.stop() == 0
        assert time.monotonic() - began < 30
        assert processes_of(data) == []


def external_database() -> "Lent":
    return Lent()


class Lent:
    """A fresh database on the tests' own server, as an administrator would hand one over."""

    def __enter__(self) -> str:
        self.server, self.name = os.environ["DATABASE_URL"], f"lent_{os.getpid()}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name}")  # type: ignore[arg-type]
        return re.sub(r"(//[^/]*/)\w+", rf"\1{self.name}", self.server)

    def __exit__(self, *_: object) -> None:
        self.take_back()

    def take_back(self) -> None:
        """Drop it, whoever uses it."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("postgres://nobody@127.0.0.1:1/none", "does not answer"),
        ("mysql://root@localhost/x", "must begin with postgres://"),
    ],
)
def test_a_database_that_does_not_serve_is_refused_in_words(data: Path, address: str, word: str):
    refused = command(data, "up", DATABASE_URL=address)
    assert refused.returncode == 1
    assert word in refused.stderr
    assert "Traceback" not in refused.stderr
    assert processes_of(data) == []


@pytest.mark.parametrize("word", ["serve", "work"])
def test_serve_and_work_say_that_no_database_runs(data: Path, word: str):
    refused = command(data, word)
    assert refused.returncode == 1
    assert "watchkeep up" in refused.stderr


def test_the_demo_outage_says_that_no_instance_runs(data: Path):
    refused = command(data, "demo", "--outage")
    assert refused.returncode == 1
    assert "No instance runs here" in refused.stderr


@AS_ROOT
def test_as_root_the_database_runs_as_somebody_else_even_below_a_closed_directory(tmp_path: Path):
    tmp_path.chmod(0o700)
    data = tmp_path / "data"
    with Running(data, "--no-demo") as instance:
        assert instance.get("/healthz") == 200
        elsewhere = (data / "postgres").resolve()
        assert Path(f"/proc/{postmaster(data)}").stat().st_uid != 0
        assert tmp_path not in elsewhere.parents
        assert tmp_path.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(elsewhere)
