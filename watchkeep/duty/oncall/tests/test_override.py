"""Standing in for somebody."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life, queries
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def add(rota, person, *, by, hours=8, ago=0):
    start = clock.now() - timedelta(hours=ago)
    return life.add_override(
        rota, by=make.actor(by), person=person, starts_at=start, ends_at=start + timedelta(hours=hours)
    )


def test_an_agent_takes_a_shift_over_and_it_ends_by_itself():
    rota = make.schedule(make.ana())
    add(rota, make.bo(), by=make.bo())
    assert queries.on_call(rota) == make.bo()
    with clock.travel(hours=9):
        assert queries.on_call(rota) == make.ana()
    assert told("schedule", rota.pk)[-1] == "oncall.override_added"


def test_an_override_must_end_after_it_begins():
    with pytest.raises(Refused) as refused:
        add(make.schedule(), make.bo(), by=make.bo(), hours=0)
    assert refused.value.field == "ends_at"


def test_the_past_is_not_changed():
    with pytest.raises(Refused, match="past"):
        add(make.schedule(), make.bo(), by=make.bo(), hours=1, ago=2)


def test_whoever_has_left_cannot_stand_in():
    with pytest.raises(Refused) as refused:
        add(make.schedule(), make.person("Gone", is_active=False), by=make.bo())
    assert refused.value.field == "person"


def test_an_employee_may_not():
    with pytest.raises(NotAllowed):
        add(make.schedule(), make.bo(), by=make.employee())


def test_who_stands_in_may_undo_it_and_so_may_who_plans():
    rota = make.schedule(make.ana())
    life.remove_override(add(rota, make.bo(), by=make.bo()), by=make.actor(make.bo()))
    life.remove_override(add(rota, make.bo(), by=make.bo()), by=make.actor(make.manager()))
    assert queries.on_call(rota) == make.ana()


def test_others_may_not_undo_it():
    override = add(make.schedule(), make.bo(), by=make.bo())
    with pytest.raises(NotAllowed):
        life.remove_override(override, by=make.actor(make.ana()))
