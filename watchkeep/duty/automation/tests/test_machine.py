"""Steps that the machine does, through a real connection to a real web service."""

import pytest

from testing import make
from testing.machines import web_service
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import Act
from watchkeep.duty.automation.models import Run, RunStep
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life import settle, take
from watchkeep.duty.connections.models import ActionRun, AllowedNetwork
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused


@pytest.fixture
def service():
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="Tests")
    with web_service() as running:
        make.connection(name="Shop", url=running.url)
        yield running


def calling(key="restart", **more):
    given = {"method": "POST", "path": key, "body": "{}"} | more.pop("parameters", {})
    return make.doing(key, action=Act(name="http", connection="Shop", parameters=given), **more)


def carry_out_one():
    """The next action of the queue, as a worker would; whether there was one."""
    run = take()
    if run is not None:
        with Deadline(run.timeout_seconds) as deadline:
            settle(run, carrying.carry_out(run, deadline))
    return run is not None


def carry_out():
    """Whatever the queue of actions holds."""
    while carry_out_one():
        pass


def step(run, place=0):
    return RunStep.objects.get(run=run, position=place)


def states(run):
    return list(RunStep.objects.filter(run=run).order_by("position").values_list("state", flat=True))


def test_what_the_machine_has_not_begun_is_called_off_with_the_run(service):
    run = make.run(calling())
    life.run_step(step(run), by=CLOCK)
    life.cancel(run, by=CLOCK, reason="False alarm")
    carry_out()
    assert (service.asked, ActionRun.objects.get().state, states(run)) == ([], "cancelled", ["failed"])


def test_a_step_is_done_when_its_action_is(service):
    run = make.run(calling(), make.doing("look"))
    life.run_step(step(run), by=CLOCK)
    assert (states(run), len(service.asked)) == (["doing", "waiting"], 0)
    carry_out()
    assert ([asked.path for asked in service.asked], states(run)) == (["/api/restart"], ["done", "ready"])
    assert step(run).evidence == "fine"


def test_a_dry_run_sends_nothing_and_leaves_the_step_as_it_is(service):
    run = make.run(calling())
    looked = life.run_step(step(run), by=CLOCK, is_dry_run=True)
    carry_out()
    assert (service.asked, states(run)) == ([], ["ready"])
    assert "restart" in ActionRun.objects.get(pk=looked.pk).sent


def test_pressing_twice_acts_once(service):
    run = make.run(calling())
    life.run_step(step(run), by=CLOCK)
    with pytest.raises(Refused):
        life.run_step(step(run), by=CLOCK)
    carry_out()
    assert len(service.asked) == 1


def test_a_failed_action_stops_the_run_and_can_be_tried_again(service):
    service.status = 500
    run = make.run(calling(), make.doing("look"))
    life.run_step(step(run), by=CLOCK)
    carry_out()
    assert (states(run), Run.objects.get(pk=run.pk).state) == (["failed", "waiting"], "stopped")
    service.status = 200
    life.retry_step(step(run), by=CLOCK)
    life.run_step(step(run), by=CLOCK)
    carry_out()
    assert (states(run), Run.objects.get(pk=run.pk).state) == (["done", "ready"], "running")


def test_a_failure_that_does_not_matter_lets_the_run_go_on(service):
    service.status = 500
    run = make.run(calling(on_failure="go_on"), make.doing("look"))
    life.run_step(step(run), by=CLOCK)
    carry_out()
    assert states(run) == ["failed", "ready"]


def test_a_failure_takes_back_what_was_done_before_it(service):
    run = make.run(make.doing("drain", undo="Put it back."), calling(on_failure="undo"))
    life.finish_step(step(run), by=CLOCK)
    service.status = 500
    life.run_step(step(run, 1), by=CLOCK)
    carry_out()
    assert (states(run)[0], Run.objects.get(pk=run.pk).state) == ("undoing", "undoing")
    life.undo_step(step(run), by=CLOCK, note="It takes traffic again.")
    assert (states(run)[0], Run.objects.get(pk=run.pk).state) == ("undone", "undone")


def test_a_connection_that_is_not_there_is_named(service):
    run = make.run(make.doing("x", action=Act(name="http", connection="Nowhere", parameters={"path": "x"})))
    with pytest.raises(Refused, match="Nowhere"):
        life.run_step(step(run), by=CLOCK)
    assert states(run) == ["ready"]


def test_what_is_done_by_hand_is_not_the_machine_s():
    run = make.run()
    with pytest.raises(Refused, match="by hand"):
        life.run_step(step(run), by=CLOCK)


def test_the_machine_takes_back_what_it_did(service):
    drain = calling("drain", parameters={"undo_method": "DELETE", "undo_path": "drain"})
    run = make.run(drain, calling(on_failure="undo"))
    life.run_step(step(run), by=CLOCK)
    carry_out()
    service.status = 500
    life.run_step(step(run, 1), by=CLOCK)
    carry_out_one()
    service.status = 200
    carry_out()
    assert [(asked.method, asked.path) for asked in service.asked][-1] == ("DELETE", "/api/drain")
    assert (states(run), Run.objects.get(pk=run.pk).state) == (["undone", "failed"], "undone")


def test_what_was_as_wished_already_is_not_turned_into_its_opposite(service):
    known = '{"Resources": [{"id": "7", "active": true}]}'
    service.answers = [known]
    activate = Act(name="scim_user", connection="Shop", parameters={"act": "activate", "user_name": "eva"})
    run = make.run(make.doing("activate", action=activate), calling(on_failure="undo"))
    life.run_step(step(run), by=CLOCK)
    carry_out()
    service.status = 500
    life.run_step(step(run, 1), by=CLOCK)
    carry_out()
    assert ([asked.method for asked in service.asked], Run.objects.get(pk=run.pk).state) == (["GET", "POST"], "undone")
    assert states(run) == ["undone", "failed"]
