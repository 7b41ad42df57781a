import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from testing.mailbox import certificate, mail_server
from watchkeep.config.env import Env
from watchkeep.launch import cli, database, folders, instance, surroundings, web, words
from watchkeep.launch.doctor import outside
from watchkeep.launch.doctor.findings import Level
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.words import CannotGoOn


@pytest.fixture
def here(tmp_path):
    home = Folders(tmp_path / "data")
    home.make()
    return home


class TestFolders:
    def test_the_environment_names_the_data_directory(self, monkeypatch, tmp_path):
        monkeypatch.setenv("WATCHKEEP_DATA", str(tmp_path))
        assert folders.here() == Folders(tmp_path)

    def test_a_clone_keeps_its_data_beside_the_code(self, monkeypatch):
        monkeypatch.delenv("WATCHKEEP_DATA", raising=False)
        assert folders.here().home == folders.PACKAGE.parent / "var"

    @pytest.mark.parametrize(("user", "place"), [(0, "/var/lib/watchkeep"), (1000, "/home/her/.local/share/watchkeep")])
    def test_an_installed_package_keeps_it_where_the_system_does(self, monkeypatch, user, place):
        for name in ("WATCHKEEP_DATA", "XDG_DATA_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", "/home/her")
        monkeypatch.setattr(folders, "clone_root", lambda: None)
        monkeypatch.setattr(folders.os, "geteuid", lambda: user)
        assert folders.here().home == Path(place)

    def test_nobody_else_may_look_inside(self, here):
        assert here.home.stat().st_mode & 0o066 == 0
        assert {path.stat().st_mode & 0o077 for path in (here.uploads, here.logs, here.mail)} == {0}

    def test_one_that_cannot_be_used_is_a_sentence(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(CannotGoOn, match="cannot be used"):
            Folders(tmp_path / "file/data").make()

    def test_private_files_are_private(self, tmp_path):
        folders.write_private(tmp_path / "secret", "x")
        assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


class TestInstance:
    def test_the_lock_is_the_truth_not_the_file(self, here):
        Instance(os.getpid(), "postgres://x", "http://127.0.0.1:1").publish(here)
        assert instance.running(here) is None
        with instance.only_one(here):
            assert instance.running(here).url == "http://127.0.0.1:1"

    def test_a_second_one_reads_where_the_first_is(self, here):
        Instance(4711, "postgres://x", "http://127.0.0.1:1").publish(here)
        with instance.only_one(here), pytest.raises(CannotGoOn, match=r"http://127.0.0.1:1 \(process 4711"):
            instance.only_one(here).__enter__()

    def test_its_facts_are_for_its_owner_alone(self, here):
        Instance(1, "postgres://watchkeep:secret@/watchkeep").publish(here)
        assert here.instance.stat().st_mode & 0o777 == 0o600

    def test_a_broken_file_is_no_instance(self, here):
        here.instance.write_text("{")
        assert Instance.read(here) is None

    def test_leftovers_are_known_by_their_group_and_their_data_directory(self, here):
        env = os.environ | {"WATCHKEEP_DATA": str(here.home)}
        sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
        left = subprocess.Popen(sleep, env=env, start_new_session=True)
        other = subprocess.Popen(sleep, start_new_session=True)
        Instance(1, "", groups=(left.pid, other.pid)).publish(here)
        assert instance.clear_leftovers(here) == 1
        assert left.wait(5) == -9
        assert other.poll() is None
        other.kill()
        other.wait()


class TestPorts:
    def test_the_wanted_one_when_it_is_free_else_the_next(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port := surroundings.free_web_port("127.0.0.1", 0)))
            taken.listen()
            chosen = surroundings.free_web_port("127.0.0.1", port)
            assert chosen != port
        assert surroundings.free_web_port("127.0.0.1", port) == port

    def test_somebody_who_listens_everywhere_is_in_the_way_too(self):
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            taken.bind(("0.0.0.0", 0))
            taken.listen()
            assert surroundings.free_web_port("127.0.0.1", taken.getsockname()[1]) != taken.getsockname()[1]

    def test_one_of_nobodys_choice_is_none_that_an_outgoing_connection_may_be_given(self):
        lent_from = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
        chosen = {surroundings.free_web_port("127.0.0.1", 0) for _ in range(5)}
        assert max(chosen) < lent_from
        assert len(chosen) > 1

    def test_nobody_answers_where_nobody_listens(self):
        assert web.answers("127.0.0.1", 1) is False

    def test_a_wrong_value_is_refused_by_its_name(self, monkeypatch):
        monkeypatch.setenv("WATCHKEEP_PORT", "eighty")
        with pytest.raises(CannotGoOn, match="WATCHKEEP_PORT must be a whole number"):
            surroundings.told()


class TestWords:
    def test_a_log_gets_one_line_for_each_step(self):
        out = io.StringIO()
        with words.step("database", out) as line:
            line.tick("soon")
            line.note = "PostgreSQL 18"
        assert out.getvalue().count("\n") == 1
        assert "✓ database" in out.getvalue()
        assert out.getvalue().endswith("PostgreSQL 18\n")

    def test_a_step_that_fails_gets_a_cross(self):
        out = io.StringIO()
        with pytest.raises(ValueError, match="no"), words.step("database", out):
            raise ValueError("no")
        assert "✗ database" in out.getvalue()


class TestCommandLine:
    def test_trouble_is_a_sentence_and_a_1(self, monkeypatch, capsys, tmp_path):
        monkeypatch.setenv("WATCHKEEP_DATA", str(tmp_path / "none"))
        assert cli.main(["backup", str(tmp_path / "x.tar")]) == 1
        assert capsys.readouterr().err.startswith("watchkeep: There is nothing to back up")

    def test_an_unknown_word_is_refused(self, capsys):
        with pytest.raises(SystemExit):
            cli.main(["fly"])
        assert "fly" in capsys.readouterr().err

    def test_the_supervisor_does_not_carry_django(self):
        look = "import sys, watchkeep.launch.commands.up; sys.exit('django' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


class TestDoctorOutside:
    def test_keys_that_others_can_read_are_bad(self, here):
        here.keys.touch(mode=0o644)
        here.keys.chmod(0o644)
        assert outside.keys(here).level is Level.BAD
        here.keys.chmod(0o600)
        assert outside.keys(here).level is Level.FINE

    def test_a_mail_server_that_does_not_answer_is_bad(self, here):
        assert outside.mail(Env(smtp_url="smtp://127.0.0.1:1"), here).level is Level.BAD
        assert outside.mail(Env(), here).level is Level.UNEASY

    def test_a_mail_server_is_spoken_with_as_the_sender_does(self, here):
        assert outside.mail(Env(smtp_url="mailto://127.0.0.1"), here).level is Level.BAD
        with mail_server(authenticator=lambda *_: AuthResult(success=False, handled=False)) as box:
            refused = outside.mail(Env(smtp_url=f"smtp://ana:wrong@127.0.0.1:{box.port}"), here)
            assert (refused.level, "password" in refused.text) == (Level.BAD, True)
            assert outside.mail(Env(smtp_url=f"smtp://127.0.0.1:{box.port}"), here).level is Level.FINE
            assert outside.mail(Env(smtp_url=f"smtp+tls://127.0.0.1:{box.port}"), here).level is Level.BAD

    def test_a_mail_server_that_wants_tls_first_is_given_it(self, here, monkeypatch, tmp_path):
        signed = certificate(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", signed)
        with mail_server(lambda *_: AuthResult(success=True), signed) as box:
            assert outside.mail(Env(smtp_url=f"smtp+tls://ana:x@localhost:{box.port}"), here).level is Level.FINE
            assert outside.mail(Env(smtp_url=f"smtp://ana:x@localhost:{box.port}"), here).level is Level.BAD

    def test_a_running_instance_says_its_own_address_and_port(self):
        proxied = Instance(1, "", url="https://watch.example.com")
        assert "None" not in outside.port(Env(), proxied).text
        assert outside.address(Env(), proxied).text == "https://watch.example.com"
        assert outside.port(Env(), Instance(1, "", url="http://127.0.0.1:8003")).text == "8003 is served by us"

    def test_a_running_instance_whose_database_is_gone_is_said_at_once(self, here, monkeypatch):
        dead = Instance(os.getpid(), "postgres://nobody@127.0.0.1:1/none", url="http://127.0.0.1:1")
        monkeypatch.setattr(instance, "running", lambda _: dead)
        monkeypatch.delenv("DATABASE_URL")
        with pytest.raises(CannotGoOn, match="instance that runs here does not answer"), database.at_hand(here):
            pass

    def test_links_to_this_machine_in_mails_that_leave_it_are_a_worry(self):
        assert outside.address(Env(smtp_url="smtp://mail:25")).level is Level.UNEASY
        assert outside.address(Env(base_url="http://watch.example.com")).level is Level.UNEASY
        assert outside.address(Env(base_url="https://watch.example.com")).level is Level.FINE

    def test_little_room_is_said_before_there_is_none(self, here, monkeypatch):
        for free, level in ((10, Level.FINE), (1, Level.UNEASY), (0.1, Level.BAD)):
            left = type("Usage", (), {"free": free * outside.GB})
            monkeypatch.setattr(outside.shutil, "disk_usage", lambda _, left=left: left)
            assert [finding.level for finding in outside.disk(here)] == [level]
