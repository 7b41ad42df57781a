"""Windows in which services may be down on purpose."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.services import life, queries
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def plan(shop, by=None, starts=1, hours=2.0, **more):
    start = clock.now() + timedelta(hours=starts)
    values = {"services": [shop], "starts_at": start, "ends_at": start + timedelta(hours=hours), "reason": "Discs"}
    return life.plan_maintenance(by=by or make.actor(make.ana()), **(values | more))


def test_it_holds_from_its_first_moment_to_before_its_last():
    shop = make.service()
    window = plan(shop)
    assert not queries.under_maintenance(shop.pk, window.starts_at - timedelta(seconds=1))
    assert queries.under_maintenance(shop.pk, window.starts_at)
    assert not queries.under_maintenance(shop.pk, window.ends_at)
    assert not queries.under_maintenance(make.service().pk, window.starts_at)


def test_it_is_moved_and_cancelled():
    shop, ana = make.service(), make.actor(make.ana())
    window = plan(shop, by=ana)
    later = window.starts_at + timedelta(days=1)
    life.move_maintenance(
        window, by=ana, services=[shop], starts_at=later, ends_at=later + timedelta(hours=1), reason="Discs"
    )
    assert queries.under_maintenance(shop.pk, later)
    life.cancel_maintenance(window, by=ana)
    assert not queries.under_maintenance(shop.pk, later)
    assert told("maintenance", window.pk) == ["maintenance.planned", "maintenance.moved", "maintenance.cancelled"]
    with pytest.raises(Refused):
        life.cancel_maintenance(window, by=ana)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"services": []}, "services"),
        ({"hours": -1}, "ends_at"),
        ({"starts": -5}, "ends_at"),
        ({"reason": ""}, "reason"),
        ({"services": [], "items": "db-1", "pauses_sla": True}, "pauses_sla"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(change, field):
    if "items" in change:
        change = change | {"items": [make.item(change["items"])]}
    with pytest.raises(Refused) as no:
        plan(make.service(), **change)
    assert no.value.field == field


def test_what_is_over_stays_as_it_was():
    ana = make.actor(make.ana())
    window = plan(make.service(), by=ana)
    with clock.travel(days=1), pytest.raises(Refused):
        life.cancel_maintenance(window, by=ana)


def test_employees_may_not_and_see_none():
    eve = make.actor(make.employee())
    plan(make.service())
    with pytest.raises(NotAllowed):
        plan(make.service(), by=eve)
    assert not MaintenanceWindow.objects.visible_to(eve).exists()
