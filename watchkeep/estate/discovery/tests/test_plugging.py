"""Two devices that name each other are connected once, whoever speaks first, and each end knows by which ports."""

from importlib import import_module

import msgspec
import pytest
from django.db import connection

from testing import make
from testing.harness import race, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Found, Link, Nic, Plug
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

MACS = {"sw-1": "00:1b:21:99:00:01", "sw-2": "00:1b:21:99:00:02"}


def switch(name, *plugs):
    links = tuple(
        Link(relation="connects_to", port=port, other=switch(other), other_port=there) for port, other, there in plugs
    )
    more = {"links": links, "outward": ("connects_to",)} if plugs else {"is_partial": True}
    return Found(key=name, kind="network_device", name=name, nics=(Nic(mac=MACS[name]),), **more)


def alone(name):
    return Found(
        key=name, kind="network_device", name=name, nics=(Nic(mac=MACS[name]),), links=(), outward=("connects_to",)
    )


BOTH = (switch("sw-1", ("Gi1/0/1", "sw-2", "Gi1/0/24")), switch("sw-2", ("Gi1/0/24", "sw-1", "Gi1/0/1")))


def connected():
    return [(row.from_item.name, row.to_item.name) for row in Relation.objects.open().filter(kind="connects_to")]


@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]])
@pytest.mark.parametrize("sources", [("devices", "devices"), ("devices", "others")])
def test_two_that_name_each_other_are_connected_once_and_the_same_again_changes_nothing(order, sources):
    for name, one in zip(sources, order, strict=True):
        life.take_found([one], source=make.reporter(name, "network"), by=CLOCK)
    row = Relation.objects.open().get(kind="connects_to")
    assert sorted(row.sources) == sorted({make.reporter(name, "network").pk for name in sources})
    ends = {item.name: item.pk for item in Item.objects.all()}
    assert queries.ports_of(ends["sw-1"]) == {ends["sw-2"]: ["Gi1/0/1 → Gi1/0/24"]}
    assert queries.ports_of(ends["sw-2"]) == {ends["sw-1"]: ["Gi1/0/24 → Gi1/0/1"]}
    before = [told("item", pk) for pk in ends.values()], list(Plug.objects.values())
    for name, one in zip(sources, order, strict=True):
        life.take_found([one], source=make.reporter(name, "network"), by=CLOCK)
    assert ([told("item", pk) for pk in ends.values()], list(Plug.objects.values())) == before


def test_what_one_end_says_holds_while_it_says_so_and_is_read_from_the_other_end():
    source = make.reporter("devices", "network")
    life.take_found(BOTH, source=source, by=CLOCK)
    life.take_found([alone("sw-1")], source=source, by=CLOCK)
    assert len(connected()) == 1
    ends = {item.name: item.pk for item in Item.objects.all()}
    assert queries.ports_of(ends["sw-1"]) == {ends["sw-2"]: ["Gi1/0/1 → Gi1/0/24"]}
    life.take_found([alone("sw-2")], source=source, by=CLOCK)
    assert (connected(), Plug.objects.count(), queries.ports_of(ends["sw-1"])) == ([], 0, {})


def test_a_machine_connects_to_the_device_that_tells_of_it_and_a_word_of_a_person_is_the_same_word():
    source, host = make.reporter("devices", "network"), make.machine("web", "00:1b:21:99:00:09")
    link = Link(relation="connects_to", other=host, port="Gi1/0/3")
    tells = msgspec.structs.replace(alone("sw-1"), links=(link,))
    life.take_found([tells], source=source, by=CLOCK)
    assert connected() == [("host-web", "sw-1")]
    one, other = Item.objects.get(name="sw-1"), Item.objects.get(name="host-web")
    with pytest.raises(Refused) as no:
        assets.relate(one, other, by=CLOCK, kind="connects_to")
    assert no.value.field == "other"


@pytest.mark.django_db(transaction=True)
def test_both_ends_at_once_leave_one_relation():
    one, other, source = make.item("a"), make.item("b"), make.reporter("devices", "network")
    side = ("connects_to", assets.OUTGOING)
    ends = race(
        lambda: assets.relate_many(one, {side: [other.pk]}, by=CLOCK, source=source),
        lambda: assets.relate_many(other, {side: [one.pk]}, by=CLOCK, source=make.reporter("others", "network")),
        lambda: assets.relate(other, one, by=CLOCK, kind="connects_to"),
    )
    assert {type(end).__name__ for end in ends} <= {"NoneType", "Refused"}
    assert Relation.objects.open().count() == 1


def test_what_stood_open_both_ways_before_is_open_once_and_said_by_whoever_said_either():
    one, other, now = make.item("a"), make.item("b"), clock.now()
    moved = import_module("watchkeep.estate.assets.migrations.0013_connected_once").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX relation_connects_once")
        for ends, source in (((one, other), 1), ((other, one), 2)):
            Relation.objects.create(from_item=ends[0], to_item=ends[1], kind="connects_to", since=now, sources=[source])
        for operation in moved:
            cursor.execute(operation.sql)
    row = Relation.objects.open().get()
    assert (row.from_item_id, row.sources, Relation.objects.count()) == (one.pk, [1, 2], 2)
