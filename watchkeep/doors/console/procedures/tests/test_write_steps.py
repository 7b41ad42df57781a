"""The draft is written: its text and its steps, with what is wrong said beside the field."""

import pytest

from testing import make
from watchkeep.duty.automation import queries
from watchkeep.duty.automation.life import Condition

STEP = {"title": "Look", "role": "responder", "on_failure": "stop", "due_from": "ready"}
CALL = STEP | {
    "title": "Restart", "connection": "Shop", "method": "POST", "path": "restart", "body_kind": "json", "body": "{}",
    "undo_method": "DELETE", "undo_path": "restart", "expects": "0",
}  # fmt: skip


@pytest.fixture
def made():
    return make.procedure(make.doing("look", answers=("red", "green")), make.doing("mend"))


def steps(made):
    return queries.newest(made).plan


def test_a_step_for_a_person_is_added_with_everything_it_says(writer, made):
    told = STEP | {
        "title": "Call Bo", "after": "look", "instructions": "By **phone**", "role": "scribe", "due_minutes": "7.5",
        "due_from": "start", "together": "", "needs_evidence": "1", "needs_approval": "1", "undo": "Call again",
        "on_failure": "go_on", "severity": "2", "tier": "1", "condition": ["look|red"], "answers": "yes\nno\n",
    }  # fmt: skip
    answer = writer.post(f"/runbooks/{made.slug}/draft/steps/add/manual", told)
    step = steps(made)[1]
    assert (answer.status_code, [one.key for one in steps(made)]) == (302, ["look", "call-bo", "mend"])
    assert (step.role, step.due_minutes, step.due_from, step.answers) == ("scribe", 7.5, "start", ("yes", "no"))
    assert step.condition == Condition(severity=2, tier=1, step="look", answers=("red",))
    assert (step.needs_evidence, step.needs_approval, step.together, step.undo) == (True, True, False, "Call again")
    page = writer.get(f"/runbooks/{made.slug}/draft").content.decode()
    assert "if “Look” was answered red" in page
    assert "Communications" not in page


def test_a_step_for_the_machine_has_the_typed_fields_of_its_action(writer, made):
    make.connection(name="Shop")
    address = f"/runbooks/{made.slug}/draft/steps/add/http"
    assert b'name="undo_path"' in writer.get(address).content
    assert writer.post(address, CALL).status_code == 302
    act = steps(made)[0].action
    assert (act.name, act.connection, act.parameters["path"]) == ("http", "Shop", "restart")
    page = writer.get(f"/runbooks/{made.slug}/draft/steps/restart/change").content.decode()
    assert 'value="restart"' in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(writer, made):
    make.connection(name="Shop")
    wrong = {
        "path": CALL | {"path": "{{ nobody.name }}"},
        "connection": CALL | {"connection": ""},
        "due_minutes": CALL | {"due_minutes": "-1"},
    }
    for field, told in wrong.items():
        answer = writer.post(f"/runbooks/{made.slug}/draft/steps/add/http", told)
        page = answer.content.decode()
        assert (field, answer.status_code, f'id="id_{field}_error"' in page) == (field, 422, True)
        assert "Restart" in page
    told = STEP | {"condition": ["look|red"], "after": "", "title": "First"}
    answer = writer.post(f"/runbooks/{made.slug}/draft/steps/add/manual", told)
    assert (answer.status_code, b"not an earlier step" in answer.content) == (422, True)
    assert len(steps(made)) == 2


def test_a_step_is_changed_and_becomes_the_machine_s(writer, made):
    make.connection(name="Shop")
    address = f"/runbooks/{made.slug}/draft/steps/mend/change"
    assert writer.post(address, STEP | {"title": "Mend well"}).status_code == 302
    assert steps(made)[1].title == "Mend well"
    assert b"Connection" in writer.get(f"{address}?how=http").content
    assert writer.post(f"{address}?how=http", CALL).status_code == 302
    assert (steps(made)[1].key, steps(made)[1].action.name) == ("mend", "http")


def test_another_s_change_to_the_same_step_is_not_overwritten(writer, made):
    address = f"/runbooks/{made.slug}/draft/steps/mend/change"
    seen = writer.get(address).context["form"]["seen"].value()
    writer.post(address, STEP | {"title": "One", "seen": seen})
    answer = writer.post(address, STEP | {"title": "Two", "seen": seen})
    assert (answer.status_code, b"just changed" in answer.content, steps(made)[1].title) == (409, True, "One")


def test_steps_are_moved_and_taken_out_without_scripts(writer, made):
    home = f"/runbooks/{made.slug}/draft/steps"
    writer.post(f"{home}/mend/move", {"up": "1"})
    assert [one.key for one in steps(made)] == ["mend", "look"]
    writer.post(f"{home}/mend/move", {"down": "1"})
    writer.post(f"{home}/look/remove")
    assert [one.key for one in steps(made)] == ["mend"]
    assert writer.get(f"{home}/look/change").status_code == 404
    assert writer.get(f"{home}/add/dance").status_code == 404


def test_the_text_is_written(writer, made):
    seen = queries.mark_of("")
    assert writer.post(f"/runbooks/{made.slug}/draft/text", {"body": "**Breathe**", "seen": seen}).status_code == 302
    assert b"<strong>Breathe</strong>" in writer.get(f"/runbooks/{made.slug}/draft").content


def test_steps_side_by_side_are_drawn_together(writer):
    made = make.procedure(make.doing("a"), make.doing("b", together=True))
    assert b"Side by side" in writer.get(f"/runbooks/{made.slug}").content
