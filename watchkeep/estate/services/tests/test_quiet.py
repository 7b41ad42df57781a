"""What a window keeps quiet by the map: what it names, and what would fail with that; circles and merged items end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import sweep
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import jobs, queries
from watchkeep.estate.services.models import Dependency
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

HOUR = timedelta(hours=1)


def quiet(service, *names, at=None):
    """The windows over it now, or at another moment."""
    moment = at or clock.now()
    asked = queries.Quiet(moment, moment + timedelta(minutes=1), names)
    return [one.window for one in asked.over(service.pk if service else None, names, [moment])]


@pytest.fixture
def deep():
    """A rack, a host in it, a machine on the host; the shop runs on the machine, the till needs the shop."""
    rack, host, machine = make.item("rack-1"), make.item("host-1"), make.item("vm-1")
    assets.relate(host, rack, by=CLOCK, kind="depends_on")
    assets.relate(machine, host, by=CLOCK, kind="depends_on")
    shop = make.service("Shop", on=(machine,))
    till = make.service("Till", needs=(shop,))
    sweep(jobs.count_footings)
    return rack, shop, till


def test_services_that_stand_on_an_item_however_deep_are_quiet_and_others_are_not(deep):
    rack, shop, till = deep
    window = make.maintenance(items=(rack,))
    for one in (shop, till):
        assert quiet(one) == [window.pk]
        assert quiet(one, at=window.ends_at) == []
    assert quiet(make.service("Elsewhere", on=(make.item(),))) == []
    assert quiet(None) == []


def test_what_needs_a_service_is_quiet_with_it_but_not_what_it_needs(deep):
    _rack, shop, till = deep
    window = make.maintenance(shop)
    assert (quiet(till), quiet(shop)) == ([window.pk], [window.pk])
    window.services.set([till])
    assert (quiet(till), quiet(shop)) == ([window.pk], [])


def test_an_alert_about_an_item_that_is_not_worked_on_pages_whatever_else_its_service_stands_on(deep):
    rack, shop, till = deep
    make.item("web-2")
    make.item("WEB-3")
    window = make.maintenance(items=(rack,))
    for name in ("web-2", "web-3"):
        assert quiet(shop, name) == quiet(till, name) == []
    assert quiet(shop, "vm-1") == [window.pk], "it hangs on the rack"
    assert quiet(shop, "a-probe-that-is-no-item") == [window.pk]
    window.services.set([shop])
    assert quiet(shop, "web-2") == [window.pk], "whoever names a service means all of it"


def test_circles_of_services_and_of_items_end():
    one, two = make.item("a"), make.item("b")
    assets.relate(one, two, by=CLOCK, kind="depends_on")
    assets.relate(two, one, by=CLOCK, kind="depends_on")
    shop = make.service("Shop", on=(one,))
    till = make.service("Till", needs=(shop,))
    Dependency.objects.create(service=shop, depends_on=till)
    sweep(jobs.count_footings)
    window = make.maintenance(items=(two,))
    assert quiet(shop) == quiet(till) == [window.pk]


def test_merged_items_count_for_one_another_and_retired_ones_for_nothing():
    host, twin = make.item("host"), make.item("twin")
    shop = make.service("Shop", on=(twin,))
    assets.stand_for({twin.pk: host.pk}, by=CLOCK)
    window = make.maintenance(items=(twin,))
    assert quiet(shop) == [window.pk], "not yet counted, and found all the same"
    assets.retire(host, by=CLOCK)
    sweep(jobs.count_footings)
    assert quiet(shop) == []


def test_so_many_services_are_looked_up_as_one():
    services = [make.service(f"S{n}", on=(make.item(f"i-{n}"),)) for n in range(8)]
    make.maintenance(services[0], items=tuple(row.item for row in services[1].runs_on.all()))
    now = clock.now()

    def asked(some):
        board = queries.Quiet(now, now + HOUR, ("i-1", "i-2"))
        with CaptureQueriesContext(connection) as seen:
            for one in some:
                board.over(one.pk, ["i-2"], [now])
        return len(seen)

    assert asked(services[:1]) == asked(services)
