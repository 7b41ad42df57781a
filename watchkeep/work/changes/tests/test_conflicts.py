"""What stands against a change: found while its form is open, and again before it begins."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import Footing
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals.models import StandIn
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.queries import nearness, others
from watchkeep.work.changes.rules.conflicts import Conflict, free_slot

HOUR = timedelta(hours=1)


def against(services_=(), items=(), hours=1, **more):
    start = more.pop("starts_at", clock.now() + HOUR / 2)
    found = queries.conflicts(
        [one.pk for one in services_], [one.pk for one in items], start, start + hours * HOUR, **more
    )
    return [(one.kind, one.severity) for one in found]


def planned(state="scheduled", **more):
    start = more.pop("starts_at", clock.now() + HOUR / 2)
    return make.change(state, starts_at=start, ends_at=start + HOUR, **more)


@pytest.fixture
def shop():
    return make.shop()


def test_another_change_on_the_same_service_warns_and_stops_when_it_takes_it_down(shop):
    assert against([shop]) == []
    other = planned(services=[shop])
    assert against([shop]) == [("change", "warns")]
    assert against([shop], takes_down=True) == [("change", "stops")]
    assert against([shop], starts_at=other.ends_at) == [], "one after the other"
    assert against([shop], except_change=other.pk) == []
    assert against([make.service("Mail")]) == []


def test_a_draft_takes_no_time_and_what_is_called_off_gives_it_back(shop):
    draft = planned("draft", services=[shop])
    assert against([shop]) == []
    life.submit(draft, by=CLOCK)
    assert against([shop], takes_down=True) == [("change", "warns")], "nobody has agreed to it yet"
    life.cancel(draft, by=CLOCK, reason="No")
    assert against([shop]) == []


def test_parents_and_children_on_the_map_warn_also_through_a_circle(shop):
    host, machine, rack = (make.item(name) for name in ("host", "vm", "rack"))
    for near, far in ((machine, host), (host, rack), (rack, machine)):
        assets.relate(near, far, by=CLOCK, kind="depends_on")
    services.attach_item(shop, machine, by=CLOCK)
    till = make.service("Till", needs=(shop,))
    planned("assessing", items=[host], services=[])
    for touched in (([shop], []), ([till], []), ([], [machine]), ([], [rack])):
        assert against(*touched) == [("relative", "warns")], touched
    assert against([], [host]) == [("change", "warns")]
    assert against([make.service("Apart")], [make.item("apart")]) == []


def test_what_is_too_wide_to_walk_is_looked_up_as_it_was_last_counted(shop, monkeypatch):
    monkeypatch.setattr(queries.Plan, "is_wide", True)
    host, machine = make.item("host"), make.item("vm")
    services.attach_item(shop, machine, by=CLOCK)
    planned("assessing", items=[host], services=[])
    assert against([shop]) == []
    Footing.objects.create(service=shop, item=host, is_direct=False, hangs=False)
    assert against([shop]) == [("relative", "warns")]


def test_where_not_everything_is_looked_at_it_is_said_and_no_slot_is_lost_by_it(monkeypatch):
    monkeypatch.setattr(nearness, "MOST_ABOVE", 0)
    monkeypatch.setattr(nearness, "MOST_BELOW", 1)
    host, machine = make.item("host"), make.item("vm")
    assets.relate(machine, host, by=CLOCK, kind="depends_on")
    planned("assessing", items=[machine], services=[])
    assert ("unseen", "warns") in against([], [host])
    plan = queries.Plan(items=[make.item("rack").pk, host.pk])
    assert queries.next_free_slot(plan, after=clock.now() + 2 * HOUR, length=HOUR)


def test_what_has_nothing_to_do_with_it_takes_no_room(shop, monkeypatch):
    monkeypatch.setattr(others, "MOST", 1)
    planned(services=[make.service("Mail", owner_team=shop.owner_team)])
    planned(services=[shop])
    assert against([shop]) == [("change", "warns")]
    planned(services=[shop])
    assert against([shop]) == [("change", "warns"), ("unseen", "warns")]


def test_maintenance_of_others_and_the_services_own_windows(shop):
    now = clock.now()
    make.maintenance(shop, starts_at=now)
    assert against([shop]) == [("maintenance", "warns")]
    mail = make.service("Mail")
    services.make_plan(
        by=CLOCK, reason="Patches", services=[mail], rule="FREQ=WEEKLY", begins_at=now + 3 * HOUR, minutes=240
    )
    assert against([mail], starts_at=now + 4 * HOUR) == []
    (found,) = queries.conflicts([mail.pk], [], now + 2 * HOUR, now + 4 * HOUR)
    assert (found.kind, found.severity, "The next one begins" in found.words) == ("outside", "warns", True)


def test_its_own_window_is_no_conflict(shop):
    change = planned(services=[shop], outage_minutes=10)
    assert change.window
    assert queries.conflicts_of(change) == []


def test_whoever_carries_it_out_is_away_or_busy_elsewhere(shop):
    ana, bo = make.ana(), make.bo()
    now = clock.now()
    StandIn.objects.create(person=bo, deputy=ana, from_at=now, until_at=now + 5 * HOUR)
    assert against([shop], implementer=bo.pk) == [("absence", "warns")]
    planned(services=[make.service("Mail", owner_team=shop.owner_team)], implementer=ana)
    assert against([shop], implementer=ana.pk) == [("busy", "warns")]


def test_what_stops_it_is_asked_again_before_it_is_scheduled_and_before_it_begins(shop):
    first = planned(services=[shop], outage_minutes=10)
    second = planned("waiting", services=[shop])
    make.agree(second)
    second.refresh_from_db()
    second.ticket.refresh_from_db()
    assert second.state == "approved", "its time is not free: a person finds another"
    with pytest.raises(Refused) as no:
        life.schedule(second, by=CLOCK)
    assert (no.value.code, first.number in no.value.message) == ("conflict", True)


def test_the_next_free_slot_is_a_quarter_of_an_hour_in_the_windows_with_nothing_against_it(shop):
    with clock.frozen(datetime(2026, 11, 23, 12, 7, tzinfo=UTC)):
        now = clock.now()
        plan = queries.Plan(services=[shop.pk], takes_down=True)
        assert queries.next_free_slot(plan, after=now, length=HOUR) == now.replace(minute=15)
        planned(services=[shop], starts_at=now)
        assert queries.next_free_slot(plan, after=now, length=HOUR) == now.replace(hour=13, minute=15)
        services.make_plan(
            by=CLOCK, reason="Patches", services=[shop], rule="FREQ=DAILY", minutes=120,
            begins_at=now.replace(hour=22, minute=0),
        )  # fmt: skip
        make.freeze(hours=24)
        assert queries.next_free_slot(plan, after=now, length=HOUR) == datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
        assert queries.next_free_slot(plan, after=now, length=5 * HOUR) is None


def test_slots_avoid_what_warns_while_they_can():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    warns = Conflict("busy", "warns", "", at, at + 10 * HOUR)
    stops = Conflict("freeze", "stops", "", at, at + 2 * HOUR)
    given = {"after": at, "length": HOUR}
    assert free_slot([warns, stops], None, until=at + 20 * HOUR, **given) == at + 10 * HOUR
    assert free_slot([warns, stops], None, until=at + 9 * HOUR, **given) == at + 2 * HOUR
    assert free_slot([warns, stops], [(at, at + HOUR)], until=at + 9 * HOUR, **given) is None


def test_it_takes_as_many_queries_however_much_is_planned(shop):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            against([shop], [item], implementer=make.ana().pk)
        return len(seen)

    item = make.item()
    services.attach_item(shop, item, by=CLOCK)
    planned(services=[shop], items=[item])
    make.maintenance(shop)
    make.freeze()
    few = asked()
    for _ in range(6):
        planned("assessing", services=[shop], items=[item])
        make.maintenance(shop, items=(item,))
        make.freeze("Another", services=[shop])
    assert asked() == few <= 40
