"""Starting and stopping: the whole program, as somebody would run it for the first time."""

import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from testing.running import Running, command, postmaster, processes_of

pytestmark = [pytest.mark.journey, pytest.mark.slow]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


def test_it_starts_serves_and_stops_also_after_one_broken_off_and_does_nothing_twice(data: Path):
    for pause in (0.2, 1.0, 3.0):
        early = Running(data, "--no-demo").begin()
        time.sleep(pause)
        early.stop(signal.SIGINT)
        assert processes_of(data) == []
    with Running(data, "--no-demo") as first:
        assert first.get("/readyz") == 200
        assert first.url in first.said
        assert first.stop(signal.SIGINT) == 0
        assert processes_of(data) == []
    with Running(data, "--no-demo") as second:
        assert "up to date" in second.said
        assert "static files" not in second.said
    assert not (data / "instance.json").exists()


def test_an_external_database_is_used_without_any_other_change_and_may_be_gone_at_the_end(data: Path):
    lent = Lent()
    with lent as url, Running(data, "--no-demo", DATABASE_URL=url) as instance:
        assert "from DATABASE_URL" in instance.said
        assert instance.get("/healthz") == 200
        assert not (data / "postgres").exists()
        lent.take_back()
        assert instance.stop() == 0
        assert processes_of(data) == []


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
