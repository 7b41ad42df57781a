"""Identifying against the database: the same in any order, and back again with nothing lost."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Installation, Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Doubt, Found, Nic, Trace, Verdict
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

M1, M2 = "00:1b:21:00:00:01", "00:1b:21:00:00:02"


def machine(key="a", mac=M1, **more):
    values = {"serial": "ABC12345", "manufacturer": "Dell Inc.", "name": f"host-{key}"} | more
    return Found(key=key, nics=(Nic(name="eth0", mac=mac),), **values)


def identify(*found, source=None, day=0):
    at = clock.now() - timedelta(days=30 - day)
    return life.identify_many(found, source=source or make.reporter(), by=CLOCK, at=at)


def test_what_is_new_gets_an_item_and_the_same_again_is_known_in_few_statements():
    (first,) = identify(machine())
    assert (first.is_new, first.why, Item.objects.get().name) == (True, None, "host-a")
    source = make.reporter()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (again,) = identify(machine(), source=source)
    assert (again.item, again.is_new, len(asked)) == (first.item, False, 6)


def test_a_match_says_why_and_how_sure_it_is():
    (first,) = identify(machine("a"))
    (second,) = identify(machine("b"), day=1)
    assert (second.item, second.is_new) == (first.item, False)
    assert (second.why.kind, second.why.value, second.confidence) == ("serial", "dell/ABC12345", 97)


def test_what_bears_no_mark_is_nothing_that_could_be_found_again():
    assert identify(Found(key="", name="printer")) == [None]


def test_clones_are_two_items_that_wait_for_somebody_and_do_not_flap():
    clone = machine("b", M2)
    identify(machine(), day=1), identify(clone, day=2), identify(machine(), day=3)
    (doubt,) = Doubt.objects.open()
    assert (Item.objects.count(), doubt.kind, doubt.against) == (2, "serial", ["mac"])
    items = [identify(one, day=4)[0].item for one in (machine(), clone, machine(), clone)]
    assert (items[0::2], items[1::2], Doubt.objects.count()) == ([items[0]] * 2, [items[1]] * 2, 1)


def doubted():
    identify(machine(), day=1), identify(machine("b", M2), day=2), identify(machine(), day=3)
    return Doubt.objects.open().get()


def test_the_same_thing_is_one_item_that_shows_both_and_split_again_each_is_what_it_was():
    doubt, agent = doubted(), make.reporter()
    one, other = doubt.item, doubt.other
    assets.report(one, by=CLOCK, source=agent, values={"name": "host-a", "os": "Debian 12"})
    assets.report(other, by=CLOCK, source=agent, values={"name": "host-b", "kernel": "6.1"})
    assets.install_many({other.pk: [assets.Package("zip", "Debian", "3.0")]}, by=CLOCK, source=agent)
    before = [(item.pk, item.known()) for item in Item.objects.order_by("pk")]
    by = make.actor(make.admin())
    life.say_same(doubt, by=by)
    one.refresh_from_db()
    assert [item.pk for item in Item.objects.visible_to(by)] == [one.pk]
    assert (one.values["os"], one.values["kernel"]) == ("Debian 12", "6.1")
    assert Installation.objects.on(one.pk).count() == 1
    assets.report(Item.objects.get(pk=other.pk), by=CLOCK, source=agent, values={"name": "host-b", "kernel": "6.2"})
    one.refresh_from_db()
    assert one.values["kernel"] == "6.2"
    assets.report(Item.objects.get(pk=other.pk), by=CLOCK, source=agent, values={"name": "host-b", "kernel": "6.1"})
    life.take_back(Verdict.objects.get(), by=by)
    assert [(item.pk, item.known()) for item in Item.objects.order_by("pk")] == before
    assert told("item", other.pk)[-1] == "item.parted"


def test_different_things_are_asked_about_no_more():
    doubt = doubted()
    life.say_different(doubt, by=make.actor(make.admin()))
    identify(machine(), day=5)
    assert (Doubt.objects.open().count(), Item.objects.filter(merged_into=None).count()) == (0, 2)
    with pytest.raises(Refused):
        life.say_same(doubt, by=CLOCK)


def test_what_is_one_thing_though_no_mark_says_so_is_merged_by_a_person_and_split_by_one():
    (a,), (b,) = identify(machine("a")), identify(machine("b", M2, serial="OTHER-77"))
    one, other = Item.objects.get(pk=a.item), Item.objects.get(pk=b.item)
    life.merge(one, other, by=CLOCK)
    assert queries.standing_for(other.pk) == one.pk
    life.split(Trace.objects.get(item=other), by=CLOCK)
    assert queries.standing_for(other.pk) == other.pk
    with pytest.raises(NotAllowed):
        life.merge(one, other, by=make.actor(make.auditor()))


def test_what_was_taken_for_one_thing_is_split_and_stays_so():
    identify(machine("a"))
    identify(machine("b"), day=1)
    life.split(Trace.objects.get(key="b"), by=CLOCK)
    (b,), (a,) = identify(machine("b"), day=2), identify(machine("a"), day=2)
    assert (Item.objects.count(), a.item == b.item) == (2, False)


def test_any_order_of_arrival_comes_to_the_same_things():
    seen = [machine("a"), machine("b", M2, serial=""), machine("c", M2), machine("d", M1, serial="OTHER-77")]
    come_to = set()
    for number, order in enumerate(permutations(range(len(seen)))):
        source = make.reporter(f"agents-{number}")
        marked = [msgspec_with(seen[at], number) for at in order]
        for one in marked:
            identify(one, source=source)
        things = {}
        for trace in Trace.objects.filter(source=source):
            things.setdefault(queries.standing_for(trace.item_id), set()).add(trace.key)
        come_to.add(frozenset(map(frozenset, things.values())))
    assert len(come_to) == 1


def msgspec_with(one, number):
    """The same thing in another world, so that orders do not meet each other."""
    macs = {M1: f"00:1b:21:01:{number:02x}:01", M2: f"00:1b:21:01:{number:02x}:02"}
    serial = f"{one.serial}-{number}" if one.serial else ""
    return Found(key=one.key, serial=serial, manufacturer="Dell", nics=(Nic(name="e", mac=macs[one.nics[0].mac]),))


def test_a_hundred_cost_as_many_statements_as_one():
    source = make.reporter()

    def asked(many, start):
        numbers = range(start, start + many)
        found = [machine(f"k{at}", f"00:1b:22:00:00:{at:02x}", serial=f"SER-{at:05d}") for at in numbers]
        with CaptureQueriesContext(connection) as captured:
            identify(*found, source=source)
        return len(captured)

    asked(1, 0)
    assert asked(1, 1) == asked(100, 100)
