"""Schedules and their layers: made, changed, taken away."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.life import Rhythm
from watchkeep.duty.oncall.models import Schedule
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 1, 14, 12, tzinfo=BERLIN)
WEEKLY = Rhythm(starts_on=date(2026, 1, 5))


def names(shifts):
    return [shift.person.name if shift.person else None for shift in shifts]


def test_a_manager_makes_a_schedule():
    made = life.create_schedule(by=make.actor(make.manager()), name="Shop", time_zone="Europe/Berlin")
    assert told("schedule", made.pk) == ["oncall.schedule_saved"]


def test_an_agent_may_not():
    with pytest.raises(NotAllowed):
        life.create_schedule(by=make.actor(make.ana()), name="Shop", time_zone="Europe/Berlin")


def test_two_schedules_cannot_have_one_name():
    make.schedule(name="Shop")
    with pytest.raises(Refused) as refused:
        life.create_schedule(by=CLOCK, name="shop", time_zone="UTC")
    assert refused.value.field == "name"


def test_a_new_zone_moves_the_hand_over_to_that_wall():
    rota = make.schedule(make.ana(), make.bo())
    eight_utc = datetime(2026, 1, 12, 8, 30, tzinfo=ZoneInfo("UTC"))
    assert queries.on_call(rota, eight_utc) == make.bo()
    life.change_schedule(rota, by=CLOCK, name=rota.name, time_zone="America/New_York")
    assert queries.on_call(rota, eight_utc) == make.ana()


def test_a_schedule_that_a_policy_pages_cannot_be_taken_away():
    rota = make.schedule()
    make.policy(make.step(rota), name="Web shop")
    with pytest.raises(Refused, match="Web shop"):
        life.remove_schedule(rota, by=CLOCK)


def test_a_schedule_that_nobody_needs_can_be_taken_away():
    rota = make.schedule(make.ana())
    life.remove_schedule(rota, by=CLOCK)
    assert not Schedule.objects.exists()


def test_a_new_layer_lies_on_top():
    rota = make.schedule(make.ana())
    life.add_layer(rota, by=CLOCK, name="Experts", people=[make.bo()], rhythm=WEEKLY)
    assert queries.on_call(rota, NOON) == make.bo()


def test_somebody_added_to_a_rotation_does_not_take_the_running_shift():
    rota = make.schedule(make.ana(), make.bo())
    layer = rota.layers.get()
    with clock.frozen(NOON):
        life.change_layer(
            layer, by=CLOCK, name="First line", people=[make.ana(), make.bo(), make.person("Cy")], rhythm=WEEKLY
        )
    assert names(queries.upcoming(rota, NOON, NOON + timedelta(weeks=2))) == ["Bo", "Cy", "Ana"]


def test_a_new_rhythm_begins_with_the_first_of_the_list():
    rota = make.schedule(make.ana(), make.bo())
    daily = Rhythm(starts_on=NOON.date(), handover=time(8), every=1, unit="days")
    life.change_layer(rota.layers.get(), by=CLOCK, name="Daily", people=[make.bo(), make.ana()], rhythm=daily)
    assert names(queries.upcoming(rota, NOON, NOON + timedelta(days=2))) == ["Bo", "Ana", "Bo"]


def test_a_layer_without_people_is_one_gap():
    rota = make.schedule()
    life.add_layer(rota, by=CLOCK, name="Nobody", people=[], rhythm=WEEKLY)
    assert queries.on_call(rota, NOON) is None


def test_layers_change_places():
    rota = make.schedule(make.ana())
    top = life.add_layer(rota, by=CLOCK, name="Experts", people=[make.bo()], rhythm=WEEKLY)
    life.move_layer(top, by=CLOCK, up=False)
    assert queries.on_call(rota, NOON) == make.ana()
    life.move_layer(top, by=CLOCK, up=False)
    assert [layer.name for layer in rota.layers.all()] == ["Experts", "First line"]


def test_what_lies_below_a_layer_shows_when_it_is_taken_away():
    rota = make.schedule(make.ana())
    top = life.add_layer(rota, by=CLOCK, name="Experts", people=[make.bo()], rhythm=WEEKLY)
    life.remove_layer(top, by=CLOCK)
    assert queries.on_call(rota, NOON) == make.ana()
    assert told("schedule", rota.pk)[-1] == "oncall.layer_removed"


@pytest.mark.parametrize("verb", ["add_layer", "change_layer", "move_layer", "remove_layer", "remove_schedule"])
def test_only_who_plans_may_change_a_rota(verb):
    rota = make.schedule(make.ana())
    given = {
        "add_layer": {"name": "x", "people": [], "rhythm": WEEKLY},
        "change_layer": {"name": "x", "people": [], "rhythm": WEEKLY},
        "move_layer": {"up": True},
    }.get(verb, {})
    what = rota if verb in {"add_layer", "remove_schedule"} else rota.layers.get()
    with pytest.raises(NotAllowed):
        getattr(life, verb)(what, by=make.actor(make.ana()), **given)
