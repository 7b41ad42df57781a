"""What was ordered, what is seen and who has it, against each other, as facts are told and days come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people import life as people
from watchkeep.estate.purchasing import life as purchasing
from watchkeep.estate.reconciliation import jobs, life, queries
from watchkeep.estate.reconciliation.models import Finding, Kind, Look, Standing, Tally
from watchkeep.estate.suppliers import life as suppliers
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def settle(**later):
    """Let what was told be looked at, now or so much later."""
    run_later()
    with clock.travel(**later):
        sweep(jobs.look_due)


def kinds(item):
    return sorted(Finding.objects.current().filter(item=item).values_list("kind", flat=True))


def used(name="nb-1", cls="laptop", **known):
    """Something in use that a team owns."""
    known.setdefault("owner_team", make.team())
    return assets.add_item(by=CLOCK, name=name, cls=make.item_class(cls), **known)


def see(item, **later):
    with clock.travel(**later):
        assets.report(item, by=CLOCK, source=make.reporter(), values={"os": "Debian"})


def tallied():
    """The counts that are kept are those that one would count."""
    kept = {row.kind: (row.count, row.cost) for row in Tally.objects.exclude(kind="items") if row.count}
    rows = list(Finding.objects.open())
    counted = {
        kind: (len(some), sum((one.cost or Decimal(0) for one in some), Decimal(0)))
        for kind in {one.kind for one in rows} if (some := [one for one in rows if one.kind == kind])
    }  # fmt: skip
    assert kept == counted
    assert (Tally.objects.get(kind="items").count, Look.objects.count()) == (
        Item.objects.filter(is_active=True, merged_into=None).count(), 0,
    )  # fmt: skip


def test_what_is_seen_and_was_never_bought_is_an_orphan_until_an_order_is_found():
    item = used()
    see(item)
    settle()
    assert kinds(item) == [Kind.ORPHAN]
    order = make.order(1)
    purchasing.match(order.lines.get(), item, by=CLOCK)
    settle()
    assert kinds(item) == []
    tallied()


def test_what_was_bought_and_is_never_seen_is_a_ghost_after_its_days_and_until_it_is_met():
    item = used(bought_on=clock.now().date(), price=Decimal(900))
    settle()
    assert kinds(item) == []
    settle(days=15)
    assert kinds(item) == [Kind.GHOST]
    see(item, days=16)
    settle(days=16)
    assert kinds(item) == []
    tallied()


def test_what_is_retired_and_met_again_is_a_zombie_though_it_says_nothing_new():
    item = used(bought_on=date(2024, 1, 1))
    see(item)
    assets.retire(item, by=CLOCK)
    settle()
    see(item, hours=20)
    settle(hours=20)
    assert kinds(item) == []
    see(item, days=4)
    settle(days=4)
    assert kinds(item) == [Kind.ZOMBIE]
    assets.revive(item, by=CLOCK)
    settle(days=4)
    assert kinds(item) == []


def test_whoever_leaves_leaves_strays_behind():
    karim = make.person("Karim")
    item = used(user=karim, bought_on=clock.now().date())
    people.deactivate(karim, by=make.actor(make.admin()))
    settle()
    assert kinds(item) == [Kind.STRAY]
    assets.take_back(item, by=CLOCK)
    settle()
    assert kinds(item) == []


def test_days_bring_what_they_bring():
    today = clock.now().date()
    old = used("old", bought_on=today, warranty_ends_on=today + timedelta(days=3))
    paper = used("paper", "certificate", values={"valid_until": str(today + timedelta(days=20))})
    settle()
    assert (kinds(old), kinds(paper)) == ([], [])
    settle(days=7)
    assert (kinds(old), kinds(paper)) == ([Kind.OUT_OF_WARRANTY], [Kind.EXPIRING])
    assets.edit_item(old, by=CLOCK, warranty_ends_on=today + timedelta(days=900))
    settle(days=7)
    assert kinds(old) == []


def test_a_contract_that_ends_leaves_its_items_out_of_support():
    contract = make.contract()
    item = used(bought_on=clock.now().date(), contract=contract)
    settle()
    assert kinds(item) == []
    suppliers.end(contract, by=CLOCK, reason="Both agreed")
    settle()
    assert kinds(item) == [Kind.OUT_OF_SUPPORT]


def test_missing_and_nobodys():
    item = used(owner_team=None, bought_on=clock.now().date())
    assets.lose(item, by=CLOCK)
    settle()
    assert kinds(item) == [Kind.MISSING, Kind.UNOWNED]
    assets.find(item, by=CLOCK)
    assets.edit_item(item, by=CLOCK, owner_team=make.team())
    settle()
    assert kinds(item) == []
    tallied()


def test_what_is_set_aside_counts_again_on_its_day():
    item, ana = used(owner_team=None), make.actor(make.ana())
    settle()
    finding = Finding.objects.get(item=item)
    with pytest.raises(Refused):
        life.set_aside(finding, by=ana, reason="x", until=clock.now().date())
    life.set_aside(finding, by=ana, reason="Goes to the museum", until=clock.now().date() + timedelta(days=5))
    assert not queries.findings(CLOCK, Kind.UNOWNED).exists()
    tallied()
    with clock.travel(days=6):
        sweep(jobs.take_up_due)
    assert queries.findings(CLOCK, Kind.UNOWNED).get() == finding
    tallied()
    assert told("finding", finding.pk) == ["finding.opened", "finding.set_aside", "finding.taken_up"]


def test_a_price_that_changes_moves_the_sum():
    item = used(owner_team=None, bought_on=clock.now().date(), price=Decimal(100))
    settle()
    assets.edit_item(item, by=CLOCK, price=Decimal(250))
    settle()
    tallied()
    assert Tally.objects.get(kind=Kind.UNOWNED).cost == Decimal(250)


def test_the_morning_says_what_there_is():
    karim = make.person("Karim")
    for number in range(5):
        used(f"nb-{number}", user=karim, bought_on=clock.now().date())
    friday = clock.now().date() + timedelta(days=4)
    used("shop", "certificate", values={"valid_until": str(friday)})
    people.deactivate(karim, by=make.actor(make.admin()))
    settle()
    said = [word.text for word in queries.morning()]
    assert said[-2:] == ["5 laptops of people who left", f"1 certificate that dies on {friday:%A}"]
    assert "6 new" in said


def test_looking_again_at_everything_changes_nothing():
    used(owner_team=None)
    settle()
    before = list(Finding.objects.values_list("pk", "kind"))
    life.look_at_all(by=CLOCK)
    settle()
    assert list(Finding.objects.values_list("pk", "kind")) == before
    assert Standing.objects.count() == Item.objects.count()
    tallied()


def test_many_items_cost_as_many_statements_as_few(django_assert_max_num_queries):
    for number in range(3):
        used(f"nb-{number}", owner_team=None)
    sweep(jobs.look_due)
    for number in range(40):
        used(f"more-{number}", owner_team=None)
    with django_assert_max_num_queries(30):
        assert jobs.look_due() == 40
