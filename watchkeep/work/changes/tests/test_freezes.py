"""Times in which nothing may be changed, and what passes all the same."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Freeze


def freezes_on(change):
    return [one for one in queries.conflicts_of(change) if one.kind == "freeze"]


def test_it_stops_the_schedule_and_the_beginning_until_somebody_else_lets_the_change_through():
    change = make.change("scheduled")
    freeze = make.freeze()
    ana, boss = make.actor(make.ana()), make.actor(make.manager())
    with pytest.raises(Refused) as no:
        life.begin(change, by=ana)
    assert (no.value.code, no.value.field, "Christmas" in no.value.message) == ("conflict", "starts_at", True)
    with pytest.raises(Refused):
        life.let_through(freeze, change, by=boss, reason=" ")
    exception = life.let_through(freeze, change, by=boss, reason="The shop is down without it")
    assert exception.allowed_by_id == boss.person
    life.begin(change, by=ana)
    assert "change.let_through" in told("ticket", change.pk)
    life.stop_again(exception, by=boss)
    assert freezes_on(change)


def test_nobody_lets_through_what_is_theirs():
    boss = make.manager()
    change = make.change("scheduled", owner=boss)
    with pytest.raises(Refused) as no:
        life.let_through(make.freeze(), change, by=make.actor(boss), reason="I want it")
    assert no.value.code == "own_change"


def test_it_holds_where_it_says():
    shop, mail = make.shop(), make.service("Mail")
    change = make.change(services=[shop])
    other = make.team("Others")
    for where, holds in (
        ({"services": [mail]}, False), ({"services": [shop]}, True), ({"teams": [shop.owner_team]}, True),
        ({"teams": [other]}, False), ({"organisation": make.organisation("ACME", "customer")}, False),
    ):  # fmt: skip
        freeze = make.freeze(**where)
        assert bool(freezes_on(change)) is holds, where
        life.lift_freeze(freeze, by=CLOCK)
    assert not freezes_on(change)


def test_what_hangs_on_it_is_frozen_so_it_warns():
    database = make.service("Database")
    shop = make.service("Till", needs=(database,))
    make.freeze(services=[shop])
    (found,) = freezes_on(make.change(services=[database]))
    assert (found.severity, "Christmas" in found.words) == ("warns", True)


def test_kinds_and_models_pass():
    model = make.change_model()
    freeze = make.freeze(kinds=["emergency"], templates=[model])
    assert freezes_on(make.change())
    assert not freezes_on(make.change(kind="emergency"))
    assert not freezes_on(make.change(model=model))
    life.change_freeze(freeze, by=CLOCK, kinds=[], templates=[])
    assert freezes_on(make.change(kind="emergency"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": -1}, "ends_at"),
        ({"starts_at": clock.now() - timedelta(days=9)}, "ends_at"),
        ({"services": []}, "services"),
        ({"kinds": ["nonsense"]}, "kinds"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(given, field):
    with pytest.raises(Refused) as no:
        make.freeze(**given)
    assert no.value.field == field


def test_agents_see_freezes_and_declare_none_and_strangers_see_none():
    ana = make.actor(make.ana())
    freeze = make.freeze()
    assert list(Freeze.objects.visible_to(ana)) == [freeze]
    assert not Freeze.objects.visible_to(make.actor(make.stranger())).exists()
    with pytest.raises(NotAllowed):
        life.lift_freeze(freeze, by=ana)
    life.lift_freeze(freeze, by=CLOCK)
    with pytest.raises(Refused):
        life.lift_freeze(freeze, by=CLOCK)
    assert told("freeze", freeze.pk) == ["freeze.declared", "freeze.lifted"]


def test_how_near_the_next_one_is_counts_for_the_risk():
    change = make.change()
    plan = queries.plan_of_change(change)
    assert queries.nearest_freeze(plan, plan.starts_at, plan.ends_at)[0] is None
    freeze = make.freeze(starts_at=plan.ends_at + timedelta(hours=10))
    assert queries.nearest_freeze(plan, plan.starts_at, plan.ends_at)[0] == 10
    life.change_freeze(freeze, by=CLOCK, starts_at=plan.ends_at)
    assert 0 < queries.nearest_freeze(plan, plan.starts_at, plan.ends_at)[0] < 0.01, "it ends as that begins"
    parts = {part.name: part.points for part in queries.risk_of(change).parts}
    assert parts["freeze"] > 0


def test_the_gate_says_stop_in_a_freeze():
    shop = make.shop()
    make.freeze(services=[shop])
    codes = [reason.code for reason in queries.against(shop, None, clock.now()).stops]
    assert codes == ["freeze"]
    assert queries.against(make.service("Mail"), None, clock.now()) == queries.Against()


def test_whoever_was_let_through_or_found_another_time_hears_no_more_of_it():
    passes, moved = make.change("scheduled"), make.change("assessing", title="Another")
    freeze = make.freeze(hours=24)
    run_later()
    life.let_through(freeze, passes, by=make.actor(make.manager()), reason="It must be")
    start = clock.now() + timedelta(days=3)
    life.amend(moved, by=CLOCK, starts_at=start, ends_at=start + timedelta(hours=1))
    life.lift_freeze(freeze, by=CLOCK)
    run_later()
    for one in (passes, moved):
        assert "change.freed_of_freeze" not in told("ticket", one.pk)


def test_what_it_stops_is_what_stands_against_a_change():
    shop, mail = make.shop(), make.service("Mail", owner_team=make.team("Post"))
    model = make.change_model()
    changes = [
        make.change("waiting", services=[shop]), make.change("assessing", services=[mail]),
        make.change("assessing", services=[shop, mail], model=model), make.change("assessing", items=[make.item()]),
    ]  # fmt: skip
    for where in (
        {}, {"services": [shop]}, {"teams": [mail.owner_team]}, {"services": [mail], "templates": [model]},
        {"kinds": ["normal"]}, {"organisation": make.organisation()},
    ):  # fmt: skip
        freeze = make.freeze(**where) if where != {"kinds": ["normal"]} else make.freeze(is_everywhere=True, **where)
        stopped = {one.pk for one in changes if any(each.stops for each in freezes_on(one))}
        assert set(queries.stopped_by(freeze).values_list("pk", flat=True)) == stopped, where
        life.lift_freeze(freeze, by=CLOCK)
