"""What a failure reaches, in services, people and money."""

import itertools
from datetime import UTC, datetime
from decimal import Decimal

from testing import make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import queries
from watchkeep.estate.services.models import Dependency, Service
from watchkeep.kernel.actors import CLOCK


def names(services):
    return sorted(service.name for service in services)


def diamond():
    disk = make.service("Disk", users_count=0, value_per_hour=0)
    left, right = make.service("Left", needs=(disk,)), make.service("Right", needs=(disk,))
    make.service("Roof", needs=(left, right), users_count=1000, value_per_hour=Decimal(5000))
    make.service("Elsewhere")
    return disk


def test_it_reaches_whatever_depends_on_it_however_indirectly():
    disk = diamond()
    assert names(queries.affected_by([disk.pk])) == ["Left", "Right", "Roof"]
    assert names(queries.affected_by([])) == []


def test_each_is_counted_once_in_people_and_money():
    impact = queries.impact_of([diamond().pk])
    assert impact.people == 300 + 300 + 1000
    assert impact.value_per_hour == 1200 + 1200 + 5000
    assert sorted(impact.names) == ["Disk", "Left", "Right", "Roof"]


def test_the_retired_are_not_hit():
    disk = diamond()
    Service.objects.filter(name="Roof").update(is_active=False)
    assert names(queries.affected_by([disk.pk])) == ["Left", "Right"]


def test_it_is_known_what_it_stands_on():
    disk = diamond()
    roof = Service.objects.get(name="Roof")
    assert names(queries.needed_by([roof.pk])) == ["Disk", "Left", "Right"]
    assert queries.distances([roof.pk], upwards=False)[disk.pk] == 2
    assert queries.stands_on(roof.pk, disk.pk)
    assert not queries.stands_on(disk.pk, roof.pk)


def test_a_circle_in_old_data_ends_the_walk():
    one, other = make.service(), make.service()
    Dependency.objects.create(service=one, depends_on=other)
    Dependency.objects.create(service=other, depends_on=one)
    assert names(queries.affected_by([one.pk])) == [other.name]
    assert queries.impact_of([one.pk]).people == 600


def test_a_ladder_of_many_paths_is_walked_in_no_time(django_assert_num_queries):
    rungs = [[make.service() for _ in range(3)] for _ in range(10)]
    Dependency.objects.bulk_create(
        Dependency(service=upper, depends_on=lower)
        for below, above in itertools.pairwise(rungs)
        for upper in above
        for lower in below
    )
    with django_assert_num_queries(2):
        assert len(queries.affected_by([rungs[0][0].pk])) == 27


def test_money_runs_in_service_hours_only():
    office = make.hours()
    payroll = make.service("Payroll", hours=office, value_per_hour=Decimal(900))
    friday, monday = datetime(2026, 6, 12, 14, tzinfo=UTC), datetime(2026, 6, 15, 8, tzinfo=UTC)
    assert queries.cost_of(payroll, friday, monday) == Decimal("1800.00")
    shop = make.service("Shop", needs=(payroll,), value_per_hour=Decimal(10))
    assert queries.cost_between([payroll.pk], friday, monday) == Decimal("1800.00") + queries.cost_of(
        shop, friday, monday
    )


def test_at_a_moment_only_what_is_in_its_service_hours_counts():
    office = make.hours()
    identity = make.service("Sign-in", users_count=10, customers_count=0, value_per_hour=60, tier=2)
    make.service("Payroll", needs=(identity,), hours=office, users_count=85, value_per_hour=900, tier=1)
    make.service("Shop", needs=(identity,), users_count=5, customers_count=41_000, value_per_hour=6000, tier=1)
    noon, night = datetime(2026, 6, 12, 10, tzinfo=UTC), datetime(2026, 6, 12, 1, tzinfo=UTC)
    by_day, by_night = queries.impact_of([identity.pk], noon), queries.impact_of([identity.pk], night)
    assert (by_day.people, by_day.customers, by_day.value_per_minute) == (100, 41_000, Decimal("116.00"))
    assert (by_night.people, by_night.customers, by_night.value_per_minute) == (15, 41_000, Decimal("101.00"))
    assert len(by_night.services) == 3
    assert {hit.service.name: hit.tier for hit in by_night.hits} == {"Sign-in": 2, "Payroll": 2, "Shop": 1}


def test_it_is_known_when_the_figures_will_be_others():
    payroll = make.service("Payroll", hours=make.hours())
    night, noon = datetime(2026, 6, 12, 1, tzinfo=UTC), datetime(2026, 6, 12, 10, tzinfo=UTC)
    impact = queries.impact_of([payroll.pk], night)
    assert impact.next_turn(night) == datetime(2026, 6, 12, 7, tzinfo=UTC)
    assert impact.next_turn(noon) == datetime(2026, 6, 12, 15, tzinfo=UTC)
    assert queries.impact_of([make.service().pk], night).next_turn(night) is None


def test_an_item_deep_below_a_service_counts():
    rack, host = make.item("Rack", cls="rack"), make.item("host-1")
    vm, app = make.item("vm-1", cls="virtual_machine"), make.item("Shop app", cls="application")
    for one, kind, other in ((host, "part_of", rack), (vm, "runs_on", host), (app, "runs_on", vm)):
        assets.relate(one, other, by=CLOCK, kind=kind)
    shop = make.service("Shop", on=(app,))
    make.service("Checkout", needs=(shop,))
    make.service("Elsewhere", on=(make.item(),))
    for item in (rack, host, vm, app):
        assert sorted(queries.impact_of([], items=[item.pk]).names) == ["Checkout", "Shop"]


def test_a_service_is_hit_when_what_it_stands_on_needs_what_another_stands_on():
    database, web, host = make.item("db", cls="database"), make.item("web", cls="application"), make.item()
    assets.relate(web, database, by=CLOCK, kind="depends_on")
    orders = make.service("Orders", on=(database, host))
    make.service("Shop", on=(web,))
    make.service("Neighbour on the same host", on=(host,))
    assert sorted(queries.impact_of([orders.pk]).names) == ["Orders", "Shop"]


def test_circles_of_items_and_services_end_the_walk():
    one, other = make.item(cls="application"), make.item(cls="application")
    assets.relate(one, other, by=CLOCK, kind="depends_on")
    assets.relate(other, one, by=CLOCK, kind="depends_on")
    first, second = make.service(on=(one,)), make.service(on=(other,))
    assert queries.hit_by([first.pk]) == {first.pk, second.pk}
