import pytest

from testing import make
from testing.machines import ssh_machine
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK

OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGzT3bU0r2XJcQ4y0x6qg1m9VnH8c1Zk5w7sD2fP4aLq"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with ssh_machine(tmp_path_factory.mktemp("machine")) as running:
        yield running


@pytest.fixture
def there(machine):
    open_loopback()
    return make.connection("ssh", **machine.given)


def run(connection, program, *arguments, seconds=10, **more):
    parameters = {"program": program, "arguments": list(arguments)} | more.pop("besides", {})
    return carry_out(
        life.ask_for("ssh", by=CLOCK, connection=connection, parameters=parameters, timeout_seconds=seconds, **more)
    )


def test_a_command_runs_and_its_words_are_kept(there):
    done = run(there, "echo", "all", "is well")
    assert (done.state, done.output, done.result) == ("succeeded", "all is well\n", {"exit_code": 0})


def test_the_exit_code_decides(there):
    done = run(there, "sh", "-c", "echo trouble >&2; exit 3")
    assert (done.state, done.output, done.why, done.result) == ("failed", "trouble\n", "Exit code 3.", {"exit_code": 3})


def test_what_somebody_writes_in_a_ticket_never_becomes_a_command(there, machine):
    incident = make.incident(title=f"'; touch {machine.folder}/harmed; $(touch {machine.folder}/harmed) #")
    done = run(there, "echo", "{{ incident.title }}", ticket_id=incident.pk)
    assert (done.output.strip(), (machine.folder / "harmed").exists()) == (incident.ticket.title, False)


def test_a_placeholder_cannot_become_an_option(there):
    incident = make.incident(title="--help")
    done = run(there, "ls", "{{ incident.title }}", ticket_id=incident.pk)
    assert (done.state, "option" in done.why) == ("failed", True)


def test_a_machine_with_another_key_gets_nothing(machine):
    open_loopback()
    impostor = make.connection("ssh", **machine.given | {"host_key": OTHER})
    done = run(impostor, "touch", str(machine.folder / "touched"))
    assert (done.state, "Another machine" in done.why) == ("failed", True)
    assert not (machine.folder / "touched").exists()


def test_a_key_that_the_machine_does_not_know_is_told(machine, tmp_path):
    open_loopback()
    given = machine.given | {"key": "", "password": "guess-work"}
    done = run(make.connection("ssh", **given), "true")
    assert (done.state, "guess-work" in done.why) == ("failed", False)


def test_a_command_that_does_not_end_is_cut_off(there):
    assert run(there, "sleep", "20", seconds=1).state == "timed_out"


def test_endless_output_is_cut_and_the_command_still_ends(there):
    done = run(there, "head", "-c", "3000000", "/dev/zero")
    assert (done.state, len(done.output) < 70_000) == ("succeeded", True)


def test_undoing_runs_the_second_program(there, machine):
    flag = machine.folder / "flag"
    done = run(there, "touch", str(flag), besides={"undo_program": "rm", "undo_arguments": [str(flag)]})
    assert flag.exists()
    carry_out(life.undo(done, by=CLOCK))
    done.refresh_from_db()
    assert (done.state, flag.exists()) == ("undone", False)


def test_the_test_button_signs_in(there):
    assert carry_out(life.try_connection(there, by=CLOCK)).state == "succeeded"
