"""What would happen: told step by step, and nothing is sent or written."""

import pytest

from testing import make
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.life import Act, Condition
from watchkeep.duty.automation.models import Run
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import CLOCK

CALL = {"method": "POST", "path": "restart/{{ service.slug }}", "undo_method": "DELETE", "undo_path": "restart"}


@pytest.fixture
def shop():
    return make.connection(name="Shop")


def steps():
    return (
        make.doing("look", answers=("red", "green")),
        make.doing("restart", action=Act(name="http", connection="Shop", parameters=CALL)),
        make.doing("big", condition=Condition(severity=1)),
        make.doing("mend", condition=Condition(step="look", answers=("red",))),
    )


def test_each_step_says_what_would_be_sent_on_this_incident(shop):
    ticket = make.ticket(service=make.service("Web shop"), severity=3)
    found = queries.rehearse(steps(), ticket)
    assert [one.fate for one in found] == ["person", "machine", "passed", "depends"]
    assert found[1].sent == "POST http://127.0.0.1:9/api/restart/web-shop"
    assert found[1].undoing == "DELETE http://127.0.0.1:9/api/restart"
    assert (ActionRun.objects.count(), Run.objects.count()) == (0, 0)


def test_without_an_incident_placeholders_stay_as_they_are_written(shop):
    assert "{{ service.slug }}" in queries.rehearse(steps())[1].sent


def test_a_placeholder_without_a_value_is_named(shop):
    found = queries.rehearse(steps(), make.ticket())
    assert "has no value" in found[1].trouble


def test_a_connection_that_is_missing_or_paused_is_named(shop):
    connections.pause_connection(shop, by=CLOCK)
    assert "paused" in queries.rehearse(steps())[1].trouble
    away = make.doing("x", action=Act(name="http", connection="Nowhere", parameters=CALL))
    assert "Nowhere" in queries.rehearse([away])[0].trouble
    wrong = make.doing("x", action=Act(name="sql", connection="Shop", parameters={"query": "select 1"}))
    connections.resume_connection(shop, by=CLOCK)
    assert "right kind" in queries.rehearse([wrong])[0].trouble


def test_a_run_is_rehearsed_from_where_it_stands(shop):
    run = make.run(*steps(), on=make.ticket(service=make.service(), severity=3))
    life.finish_step(run.steps.get(position=0), by=CLOCK, answer="green")
    fates = [one.fate for one in queries.rehearse_run(Run.objects.get(pk=run.pk))]
    assert fates == ["behind", "machine", "passed", "passed"]


def test_it_costs_as_many_questions_however_many_steps_there_are(shop, django_assert_max_num_queries):
    ticket = make.ticket(service=make.service())
    call = Act(name="http", connection="Shop", parameters=CALL)
    with django_assert_max_num_queries(5):
        queries.rehearse([make.doing(f"s{number}", action=call) for number in range(20)], ticket)
