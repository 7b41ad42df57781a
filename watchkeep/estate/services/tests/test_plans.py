"""Maintenance that comes again and again, and what windows do by themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import jobs, life, queries
from watchkeep.estate.services.models import MaintenancePlan, MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.models import FactRow

BERLIN = ZoneInfo("Europe/Berlin")
OCTOBER = datetime(2026, 10, 1, 12, tzinfo=UTC)
FIRST = datetime(2026, 10, 4, 2, 30, tzinfo=BERLIN)


@pytest.fixture
def october():
    with clock.frozen(OCTOBER):
        yield


def weekly(shops, **more):
    values = {
        "by": make.actor(make.manager()), "reason": "Patches", "services": shops, "rule": "FREQ=WEEKLY;BYDAY=SU",
        "begins_at": FIRST, "time_zone": "Europe/Berlin", "minutes": 90,
    }  # fmt: skip
    return life.make_plan(**(values | more))


def windows(plan):
    return list(plan.windows.standing().order_by("starts_at"))


def at(**delta):
    return clock.frozen(OCTOBER + timedelta(**delta))


def test_its_windows_are_there_ahead_and_people_hear_of_each_some_days_before(october):
    shop, disc = make.service(), make.item()
    plan = weekly([shop], items=[disc], pauses_sla=True)
    made = windows(plan)
    assert len(made) == 17
    assert [one.starts_at.astimezone(BERLIN).strftime("%d.%m. %H:%M") for one in made[2:5]] == [
        "18.10. 02:30", "25.10. 02:30", "01.11. 02:30",
    ]  # fmt: skip
    assert {one.ends_at - one.starts_at for one in made} == {timedelta(minutes=90)}
    assert (list(made[3].services.all()), list(made[3].items.all()), made[3].pauses_sla) == ([shop], [disc], True)
    assert told("maintenance", made[0].pk) == []
    sweep(jobs.announce)
    assert told("maintenance", made[0].pk) == ["maintenance.planned"]
    assert told("maintenance", made[1].pk) == []
    assert told("maintenance_plan", plan.pk) == ["maintenance_plan.made"]


def test_the_horizon_rolls_and_what_is_there_is_not_made_twice(october):
    plan = weekly([make.service()])
    assert sweep(jobs.lay_out) == 0
    with at(days=30):
        assert sweep(jobs.lay_out) == 1
        assert sweep(jobs.lay_out) == 0
    starts = [one.starts_at for one in windows(plan)]
    assert len(starts) == len(set(starts)) == 22


def test_one_is_left_out_or_moved_alone_and_the_plan_goes_on(october):
    boss = make.actor(make.manager())
    plan = weekly([make.service()])
    out, moved, *_rest = windows(plan)
    life.cancel_maintenance(out, by=boss)
    later = moved.starts_at + timedelta(hours=5)
    life.move_maintenance(
        moved, by=boss, services=list(moved.services.all()), starts_at=later, ends_at=later + timedelta(hours=1),
        reason="Patches, later",
    )  # fmt: skip
    life.edit_plan(plan, by=boss, minutes=120, reason="Patches and discs")
    sweep(jobs.lay_out)
    now = windows(plan)
    assert len(now) == 16
    assert (now[0].starts_at, now[0].reason) == (later, "Patches, later")
    assert {one.ends_at - one.starts_at for one in now[1:]} == {timedelta(hours=2)}
    assert {one.reason for one in now[1:]} == {"Patches and discs"}


def test_another_rule_takes_away_what_it_has_no_more_and_brings_what_is_new(october):
    boss, shop, mail = make.actor(make.manager()), make.service(), make.service()
    plan = weekly([shop])
    sweep(jobs.announce)
    heard = windows(plan)[0]
    life.edit_plan(plan, by=boss, rule="FREQ=WEEKLY;BYDAY=MO", services=[shop, mail])
    heard.refresh_from_db()
    assert heard.cancelled_at
    assert told("maintenance", heard.pk) == ["maintenance.planned", "maintenance.cancelled"]
    assert {one.starts_at.astimezone(BERLIN).weekday() for one in windows(plan)} == {0}
    assert set(windows(plan)[0].services.all()) == {shop, mail}
    life.edit_plan(plan, by=boss, rule="FREQ=WEEKLY;BYDAY=SU")
    assert windows(plan)[0].starts_at == heard.starts_at
    assert MaintenanceWindow.objects.filter(plan=plan).count() == 18


def test_a_plan_ends_what_is_in_force_goes_on(october):
    boss = make.actor(make.manager())
    plan = weekly([make.service()])
    with at(days=2, hours=13):  # Sunday, 03:00 in Berlin
        sweep(jobs.announce)
        sweep(jobs.step)
        life.end_plan(plan, by=boss)
        (last,) = windows(plan)
        assert last.begun_at
        assert told("maintenance", last.pk) == ["maintenance.planned", "maintenance.begun"]
        assert sweep(jobs.lay_out) == 0
        with pytest.raises(Refused):
            life.edit_plan(plan, by=boss, minutes=5)


def test_after_a_downtime_all_that_lies_behind_is_told_in_order(october):
    a = make.maintenance(make.service(), starts_at=OCTOBER + timedelta(hours=1), hours=4)
    b = make.maintenance(make.service(), starts_at=OCTOBER + timedelta(hours=2), hours=1)
    with at(days=1):
        assert sweep(jobs.step) == 2
        assert sweep(jobs.step) == 0
    rows = [*told_in_order()]
    assert rows == [(a.pk, "begun"), (b.pk, "begun"), (b.pk, "ended"), (a.pk, "ended")]


def told_in_order():
    rows = FactRow.objects.filter(kind__in=("maintenance.begun", "maintenance.ended")).order_by("id")
    return [(row.record, row.kind.split(".")[1]) for row in rows]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "FREQ=SECONDLY"}, "rule"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"minutes": 60 * 24 * 8}, "rule"),
        ({"minutes": 0}, "minutes"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"services": []}, "services"),
        ({"announce_days": 400}, "announce_days"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(change, field):
    with pytest.raises(Refused) as no:
        weekly([make.service()], **change)
    assert no.value.field == field
    assert not MaintenancePlan.objects.exists()


def test_agents_may_plan_but_not_let_the_status_page_speak():
    ana = make.actor(make.ana())
    weekly([make.service()], by=ana)
    with pytest.raises(NotAllowed):
        weekly([make.service()], by=ana, is_public=True)
    with pytest.raises(NotAllowed):
        weekly([make.service()], by=make.actor(make.employee()))


def test_what_hangs_on_an_item_under_a_window_is_quiet_with_it_and_a_circle_ends():
    rack, host, machine = make.item("rack-1"), make.item("host-1"), make.item("vm-1")
    for near, far in ((host, rack), (machine, host), (rack, machine)):
        assets.relate(near, far, by=CLOCK, kind="depends_on")
    now = clock.now()
    make.maintenance(items=(host,))
    quiet = queries.Quiet(now, now + timedelta(minutes=1), {"vm-1", "host-1", "other"})
    assert quiet.over(None, {"vm-1"}, [now + timedelta(seconds=1)])
    assert quiet.over(None, {"host-1"}, [now + timedelta(seconds=1)])
    assert not quiet.over(None, {"other"}, [now + timedelta(seconds=1)])
    assert not quiet.over(None, {"vm-1"}, [now + timedelta(hours=3)])
