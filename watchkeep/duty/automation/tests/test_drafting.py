"""A draft written a piece at a time: steps put in, changed, moved and taken out, and two people at it."""

import pytest

from testing import make
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.life import Act, Condition, Step
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def made():
    return make.procedure(make.doing("look", answers=("red", "green")), make.doing("mend"))


def keys(procedure):
    return [step.key for step in queries.newest(procedure).plan]


def step_of(procedure, key):
    return next(step for step in queries.newest(procedure).plan if step.key == key)


def test_a_step_is_put_in_where_it_belongs_and_named_after_its_title(made):
    for after, title in (("look", "Call Bo"), ("", "Breathe"), (None, "Mend"), ("gone", "!")):
        life.add_step(made, by=CLOCK, step=Step(key="", title=title), after=after)
    assert keys(made) == ["breathe", "look", "call-bo", "mend", "mend-2", "step"]
    assert (made.published_number, len(queries.current(made).plan)) == (1, 2)


def test_steps_are_moved_and_never_beyond_an_end(made):
    life.move_step(made, by=CLOCK, key="mend", places=-5)
    assert keys(made) == ["mend", "look"]
    life.move_step(made, by=CLOCK, key="mend", places=1)
    assert keys(made) == ["look", "mend"]


def test_what_another_step_depends_on_stays_where_it_is(made):
    life.change_step(made, by=CLOCK, step=make.doing("mend", condition=Condition(step="look", answers=("red",))))
    for act in (
        lambda: life.remove_step(made, by=CLOCK, key="look"),
        lambda: life.move_step(made, by=CLOCK, key="look", places=1),
    ):
        with pytest.raises(Refused, match="depends on “look”"):
            act()
    assert keys(made) == ["look", "mend"]


def test_what_is_wrong_with_the_step_in_hand_is_refused_by_its_own_field(made):
    wrong = {
        "title": {"title": " "},
        "answers": {"answers": ("one",)},
        "due_minutes": {"due_minutes": 0},
        "condition": {"condition": Condition(step="nowhere", answers=("x",))},
        "path": {"action": Act(name="http", parameters={"path": "{{ nobody.name }}"})},
    }
    for field, more in wrong.items():
        with pytest.raises(Refused) as no:
            life.change_step(made, by=CLOCK, step=make.doing("mend", **more))
        assert no.value.field == field


def test_an_action_that_nobody_could_ask_for_is_refused_as_it_is_written():
    act = Act(name="dance", parameters={})
    with pytest.raises(Refused, match="Step 1: There is no action called dance") as no:
        life.create(by=CLOCK, name="Ours", steps=[make.doing("x", action=act)])
    assert no.value.field == "steps"


def test_two_who_write_at_different_steps_do_not_disturb_each_other(made):
    seen = {key: queries.mark_of(step_of(made, key)) for key in keys(made)}
    life.change_step(made, by=CLOCK, step=make.doing("look", title="Look well"), seen=seen["look"])
    life.change_step(made, by=CLOCK, step=make.doing("mend", title="Mend well"), seen=seen["mend"])
    with pytest.raises(Refused, match="just changed"):
        life.change_step(made, by=CLOCK, step=make.doing("look", title="Look once"), seen=seen["look"])
    assert [step.title for step in queries.newest(made).plan] == ["Look well", "Mend well"]


def test_the_text_is_written_without_touching_the_steps(made):
    life.write_text(made, by=CLOCK, body="Breathe first.", seen=queries.mark_of(""))
    assert (queries.newest(made).body, keys(made)) == ("Breathe first.", ["look", "mend"])
    with pytest.raises(Refused, match="just changed"):
        life.write_text(made, by=CLOCK, body="Other", seen=queries.mark_of(""))


def test_a_step_that_is_gone_is_named_as_such(made):
    with pytest.raises(Refused, match="not there any more"):
        life.remove_step(made, by=CLOCK, key="dance")


def test_writing_takes_its_permission(made):
    with pytest.raises(NotAllowed):
        life.add_step(made, by=make.actor(make.employee()), step=Step(key="", title="Mine"))
