from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import jobs, life
from watchkeep.estate.discovery.models import Deadline, Found, Link
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def certificate(days: int, *, protects: tuple[Found, ...] = (), print_: str = "ab" * 32) -> Found:
    ends = clock.now().date() + timedelta(days=days)
    links = tuple(Link(relation="protects", other=one) for one in protects)
    return Found(key=print_, kind="certificate", name="shop.example", certificate=print_, links=links,
                 attributes={"valid_until": ends.isoformat(), "fingerprint": print_})  # fmt: skip


def find(*found: Found) -> None:
    life.take_found(found, source=make.reporter(), by=CLOCK)
    run_later()


def aheads(item: Item) -> int:
    return told("item", item.pk).count("item.end_ahead")


def test_a_certificate_is_told_each_day_once():
    find(certificate(20, protects=(make.machine(),)))
    paper = Item.objects.get(cls__slug="certificate")
    assert (jobs.tell_ends(), jobs.tell_ends(), aheads(paper)) == (1, 0, 1)
    deadline = Deadline.objects.get(item=paper)
    assert deadline.next_on == deadline.ends_on - timedelta(days=14)
    find(certificate(20, protects=(make.machine(),)))  # the same again
    assert (jobs.tell_ends(), Deadline.objects.get(item=paper).told_on) == (0, clock.now().date())
    find(certificate(10, protects=(make.machine(),)))  # it says another day now
    assert (jobs.tell_ends(), aheads(paper)) == (1, 2)


def test_what_nobody_noticed_in_time_is_told_once_and_what_is_far_away_not_yet():
    find(certificate(-3), certificate(400, print_="cd" * 32))
    assert (jobs.tell_ends(), jobs.tell_ends()) == (1, 0)
    assert Deadline.objects.filter(next_on=None).count() == 1


def test_a_warranty_is_told_and_one_that_is_taken_back_is_not():
    day = clock.now().date() + timedelta(days=30)
    kept = assets.add_item(by=CLOCK, name="kept", cls=make.item_class(), warranty_ends_on=day)
    gone = assets.add_item(by=CLOCK, name="gone", cls=make.item_class(), warranty_ends_on=day)
    retired = assets.add_item(by=CLOCK, name="retired", cls=make.item_class(), warranty_ends_on=day)
    run_later()
    assert Deadline.objects.count() == 3
    assets.edit_item(gone, by=CLOCK, warranty_ends_on=None)
    assets.retire(retired, by=CLOCK)
    run_later()
    jobs.tell_ends()
    assert [aheads(one) for one in (kept, gone, retired)] == [1, 0, 0]


def test_other_days_ahead_count_from_now_on():
    find(certificate(20))
    life.set_notice("certificate", by=CLOCK, days=[5])
    assert jobs.tell_ends() == 0
    assert Deadline.objects.get().next_on == clock.now().date() + timedelta(days=15)
    life.set_notice("certificate", by=CLOCK, days=[])
    assert Deadline.objects.get().next_on is None


def test_many_ends_cost_as_many_statements_as_few(django_assert_max_num_queries):
    find(*(certificate(20, print_=f"{n:064x}") for n in range(1, 60)))
    with django_assert_max_num_queries(12):
        assert jobs.tell_ends() == 59
