import pytest

from testing import harness, make
from watchkeep.duty.connections import life
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.rules import placeholders
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

CHOICE = {"question": "Is {{ service.name }} back?", "choices": ["Yes", "No"], "key": "is_back"}


def test_what_is_asked_for_waits_for_a_worker():
    run = make.action_run()
    assert (run.state, harness.told("action_run", run.pk)) == ("queued", ["action.asked"])


def test_a_run_of_a_ticket_is_told_on_its_timeline():
    incident = make.incident()
    run = make.action_run(ticket_id=incident.pk)
    assert harness.told("ticket", incident.pk, "action") == ["action.asked"]
    assert harness.last_told("ticket", incident.pk, "action").data["run"] == run.pk
    assert harness.told("action_run", run.pk) == []


def test_whoever_may_not_run_actions_is_told_so():
    with pytest.raises(NotAllowed):
        make.action_run(by=make.actor(make.stranger()))


def test_what_needs_approval_waits_for_it_and_is_not_taken():
    run = make.action_run(needs_approval=True)
    assert run.state == "waiting_approval"
    assert life.take() is None


def test_a_dry_run_says_what_would_be_sent_and_changes_nothing():
    incident = make.incident(title="Checkout / down")
    parameters = {"method": "POST", "path": "jobs/{{ incident.title }}", "body": '{"why": "{{ incident.title }}"}'}
    run = make.action_run(parameters=parameters, ticket_id=incident.pk, is_dry_run=True, needs_approval=True)
    assert run.state == "succeeded"
    assert run.sent.splitlines()[0] == "POST http://127.0.0.1:9/api/jobs/Checkout%20%2F%20down"
    assert '"why": "Checkout / down"' in run.sent
    assert life.take() is None


@pytest.mark.parametrize(
    ("action", "parameters", "field"),
    [
        ("explode", {}, "action"),
        ("http", {"path": "{{ incident.colour }}"}, "path"),
        ("http", {"path": "{{ nobody }}"}, "path"),
        ("http", {"path": "{% for x in y %}{% endfor %}"}, "path"),
        ("http", {"path": "{{ ''.__class__ }}"}, "path"),
        ("http", {"path": "{{ incident.number * 99999999 }}"}, "path"),
        ("http", {"path": "{{ " + "(" * 999 + "incident.number" + ")" * 999 + " }}"}, "path"),
        ("http", {"method": "BREW"}, "method"),
        ("http", {"speed": 3}, "speed"),
        ("http", {"headers": {"Authorization": "mine"}}, "headers"),
        ("http", {"body": "{'a': 1}"}, "body"),
        ("http", {"body": "[" * 19_000}, "body"),
        ("ssh", {}, "program"),
        ("ssh", {"program": "{{ incident.title }}"}, "program"),
        ("sql", {"query": "SELECT '{{ incident.title }}'"}, "query"),
        ("sql", {"query": "SELECT %(name)s"}, "values"),
        ("ansible", {"playbook": "../other.yml"}, "playbook"),
        ("wait", {"seconds": 0}, "seconds"),
        ("ask", {"question": "Well?", "choices": ["Yes"]}, "choices"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(action, parameters, field):
    with pytest.raises(Refused) as refusal:
        life.ask_for(action, by=CLOCK, parameters=parameters, connection=make.connection())
    assert refusal.value.field == field
    assert not ActionRun.objects.exists()


def test_an_action_takes_a_connection_of_its_kind_that_is_not_paused():
    with pytest.raises(Refused):
        life.ask_for("ssh", by=CLOCK, parameters={"program": "uptime"}, connection=make.connection("http"))
    paused = make.connection()
    life.pause_connection(paused, by=CLOCK)
    with pytest.raises(Refused):
        life.ask_for("http", by=CLOCK, parameters={}, connection=paused)


def test_a_question_is_put_at_once_and_answered_with_one_of_its_choices():
    incident = make.incident(service=make.service(name="Checkout"))
    run = make.action_run("ask", parameters=CHOICE, ticket_id=incident.pk)
    assert (run.state, run.sent.splitlines()[0]) == ("waiting", "Is Checkout back?")
    with pytest.raises(Refused):
        life.answer(run, "Perhaps", by=CLOCK)
    life.answer(run, "Yes", by=CLOCK)
    later = make.action_run(parameters={"path": "{{ answers.is_back }}"}, ticket_id=incident.pk, is_dry_run=True)
    assert (run.state, later.sent) == ("succeeded", "GET http://127.0.0.1:9/api/Yes")


def test_a_placeholder_without_a_value_fails_the_run_in_words():
    run = make.action_run(parameters={"path": "{{ answers.never }}"}, is_dry_run=True)
    assert (run.state, "never" in run.why) == ("failed", True)


def test_values_that_the_asker_brings_along_can_be_used():
    run = make.action_run(
        parameters={"path": "{{ asset.name }}/{{ host }}"},
        given={"asset": {"name": "db1"}, "host": "h"},
        is_dry_run=True,
    )
    assert run.sent.endswith("/db1/h")


def test_a_calculation_is_refused_before_anybody_works_it_out(monkeypatch):
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_args: pytest.fail("worked out"))
    with pytest.raises(placeholders.BadPlaceholder):
        placeholders.check("{{ 9 ** 9 ** 9 }}")
