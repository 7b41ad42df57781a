import time
from pathlib import Path

import pytest

from testing import make
from watchkeep.duty.connections import life
from watchkeep.duty.connections.jobs import playing
from watchkeep.duty.connections.tests.carrying import carry_out
from watchkeep.kernel.actors import CLOCK

WRITE = """
- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.copy:
        dest: "{{ folder }}/note"
        content: "{{ note }} {{ lookup('env', 'DATABASE_URL') }}"
"""
REMOVE = (
    "- {hosts: all, gather_facts: false, tasks: [{ansible.builtin.file: {path: '{{ folder }}/note', state: absent}}]}"
)
SLEEP = "- {hosts: all, gather_facts: false, tasks: [{ansible.builtin.command: sleep 61}]}"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "write.yml").write_text(WRITE)
    (tmp_path / "remove.yml").write_text(REMOVE)
    (tmp_path / "sleep.yml").write_text(SLEEP)
    (tmp_path / "hosts").write_text("localhost ansible_connection=local\n")
    return tmp_path


@pytest.fixture
def ansible(project):
    return make.connection("ansible", folder=str(project), inventory="hosts")


def play(connection, playbook, seconds=60, **more):
    parameters = {"playbook": playbook} | more.pop("besides", {})
    asked = life.ask_for(
        "ansible", by=CLOCK, connection=connection, parameters=parameters, timeout_seconds=seconds, **more
    )
    return carry_out(asked)


@pytest.mark.slow
def test_a_playbook_runs_with_its_variables_as_plain_text_and_is_undone(ansible, project, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "a-secret-of-ours")
    incident = make.incident(title="🔥 {{ 6 * 7 }} {{ lookup('pipe', 'id') }}")
    variables = {"folder": str(project), "note": "{{ incident.title }}"}
    besides = {"variables": variables, "undo_playbook": "remove.yml"}
    done = play(ansible, "write.yml", ticket_id=incident.pk, besides=besides)
    assert (done.state, done.result) == ("succeeded", {"exit_code": 0, "changed": 1, "failed": 0, "unreachable": 0})
    assert (project / "note").read_text() == "🔥 {{ 6 * 7 }} {{ lookup('pipe', 'id') }} "
    carry_out(life.undo(done, by=CLOCK))
    done.refresh_from_db()
    assert (done.state, (project / "note").exists()) == ("undone", False)


@pytest.mark.slow
def test_a_playbook_that_takes_too_long_is_ended_with_everything_that_it_started(ansible):
    began = time.monotonic()
    done = play(ansible, "sleep.yml", seconds=4)
    assert (done.state, time.monotonic() - began < 20) == ("timed_out", True)
    assert not [place for place in Path("/proc").glob("[0-9]*") if _runs(place, b"sleep\x0061")]


@pytest.mark.slow
def test_the_test_button_reads_the_inventory(ansible):
    assert "localhost" in carry_out(life.try_connection(ansible, by=CLOCK)).output


def test_a_playbook_outside_of_the_folder_is_not_run(ansible, project, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "evil.yml"
    other.write_text(REMOVE)
    (project / "link.yml").symlink_to(other)
    assert play(ansible, "link.yml").why == "There is no file link.yml in the folder."


def test_without_ansible_the_run_says_what_to_install(ansible, monkeypatch):
    monkeypatch.setattr(playing, "find_spec", lambda _name: None)
    done = play(ansible, "write.yml")
    assert (done.state, "watchkeep[ansible]" in done.why) == ("failed", True)


def _runs(place, words):
    try:
        return words in (place / "cmdline").read_bytes()
    except OSError:
        return False
