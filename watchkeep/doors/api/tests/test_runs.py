"""A program writes a runbook, starts it on an incident and works its steps."""

import pytest

from testing import make
from watchkeep.duty.automation.life import Act
from watchkeep.duty.automation.models import Kind, Run

STEPS = [
    {"key": "look", "title": "Look", "answers": ["red", "green"]},
    {"key": "mend", "title": "Mend", "needs_evidence": True, "condition": {"step": "look", "answers": ["red"]}},
]


@pytest.fixture
def program():
    return make.program(make.admin())


def posted(program, path, **body):
    answer = program.ask("post", f"/api/v1{path}", body)
    return answer.status_code, answer.json()


def test_it_is_written_published_started_and_worked_to_its_end(program):
    ticket = make.ticket()
    _made, procedure = posted(program, "/procedures", name="Queue is stuck", steps=STEPS)
    assert (procedure["published"], posted(program, f"/procedures/{procedure['id']}/publish", note="First")[0]) == (
        None,
        200,
    )
    status, run = posted(program, "/runs", procedure=procedure["id"], incident=ticket.number)
    assert (status, [step["state"] for step in run["steps"]]) == (201, ["ready", "waiting"])
    steps = f"/runs/{run['id']}/steps"
    assert posted(program, f"{steps}/0/finish")[1]["errors"][0]["pointer"] == "#/answer"
    assert posted(program, f"{steps}/0/finish", answer="red")[0] == 200
    assert posted(program, f"{steps}/1/finish")[1]["errors"][0]["pointer"] == "#/evidence"
    assert posted(program, f"{steps}/1/finish", evidence="It moves")[1]["state"] == "done"
    assert posted(program, f"/runs/{run['id']}/rate", helped=True)[1]["helped"] is True
    versions = program.ask("get", f"/api/v1/procedures/{procedure['id']}/versions").json()["items"]
    assert [(one["number"], one["note"], len(one["steps"])) for one in versions] == [(1, "First", 2)]


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_that_the_page_can_make_is_made_and_changed(program, kind):
    status, made = posted(program, "/procedures", name=f"A {kind}", kind=kind)
    assert (status, made["kind"]) == (201, kind)
    path = f"/api/v1/procedures/{made['id']}"
    for wanted in ("workflow", kind):
        answer = program.ask("patch", path, {"kind": wanted}, if_match="*")
        assert (answer.status_code, answer.json()["kind"]) == (200, wanted)
    assert posted(program, "/procedures", name="Other", kind="spell")[0] == 422


def test_a_plan_of_fulfilment_is_written_published_and_put_on_an_item(program):
    _status, made = posted(program, "/procedures", name="Hand it over", kind="fulfil", steps=STEPS[:1])
    posted(program, f"/procedures/{made['id']}/publish")
    status, answer = posted(program, f"/catalogue/items/{make.catalogue_item().pk}/plan", procedure=made["id"])
    assert (status, answer["procedure"]["id"]) == (200, made["id"])


def test_a_run_is_ended_early_with_a_reason(program):
    run = make.run()
    assert posted(program, f"/runs/{run.pk}/cancel", reason="Wrong one")[1]["state"] == "cancelled"
    assert Run.objects.get(pk=run.pk).reason == "Wrong one"
    assert posted(program, f"/runs/{run.pk}/cancel", reason="Again")[0] == 409


def test_steps_that_could_not_be_carried_out_are_refused_by_field(program):
    status, problem = posted(program, "/procedures", name="Wrong", steps=[STEPS[1]])
    assert (status, problem["errors"][0]["pointer"]) == (422, "#/steps")


def test_another_s_draft_is_not_overwritten(program):
    made = make.procedure(is_published=False)
    path = f"/procedures/{made.pk}/draft"
    assert posted(program, path, body="One", steps=[], edits=1)[1]["edits"] == 2
    assert posted(program, path, body="Two", steps=[], edits=1)[0] == 409


def test_a_dry_run_of_a_step_changes_nothing(program):
    make.connection(name="Shop")
    act = make.doing("x", action=Act(name="http", connection="Shop", parameters={"path": "restart"}))
    run = make.run(act)
    status, asked = posted(program, f"/runs/{run.pk}/steps/0/act", is_dry_run=True)
    sent = program.ask("get", f"/api/v1/action-runs/{asked['action_run']}").json()["sent"]
    assert (status, sent, run.steps.get().state) == (200, "GET http://127.0.0.1:9/api/restart", "ready")
