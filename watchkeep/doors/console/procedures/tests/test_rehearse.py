"""What would happen is shown before anything does."""

from testing import make
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import Act
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import CLOCK

CALL = Act(name="http", connection="Shop", parameters={"path": "restart/{{ incident.number }}"})


def test_a_procedure_is_rehearsed_on_an_incident(writer):
    make.connection(name="Shop")
    made = make.procedure(make.doing("look"), make.doing("restart", action=CALL), name="Kettle")
    ticket = make.ticket()
    assert "{{ incident.number }}" in writer.get("/runbooks/kettle/rehearse").content.decode()
    page = writer.get(f"/runbooks/kettle/rehearse?incident={ticket.number}&step=restart").content.decode()
    assert (f"restart/{ticket.number}" in page, "1. Look" in page) == (True, False)
    assert "There is no incident" in writer.get("/runbooks/kettle/rehearse?incident=INC-0").content.decode()
    life.change_step(made, by=CLOCK, step=make.doing("look", title="Look twice"))
    assert b"Look twice" in writer.get("/runbooks/kettle/rehearse?draft=1").content
    assert ActionRun.objects.count() == 0


def test_a_run_is_rehearsed_whole_and_by_the_step(writer):
    make.connection(name="Shop")
    run = make.run(make.doing("look"), make.doing("restart", action=CALL))
    assert f"restart/{run.ticket.number}" in writer.get(f"/runs/{run.pk}/rehearse").content.decode()
    page = writer.get(f"/runs/{run.pk}/steps/0/rehearse").content.decode()
    assert ("1. Look" in page, "2. Restart" in page) == (True, False)
    assert writer.get(f"/runs/{run.pk}/steps/7/rehearse").status_code == 404


def test_a_stranger_rehearses_nothing(client):
    run = make.run()
    client.force_login(make.employee())
    assert client.get(f"/runs/{run.pk}/rehearse").status_code == 404
