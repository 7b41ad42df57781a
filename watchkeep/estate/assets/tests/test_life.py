"""Items: added, corrected, handled from the order to the day they are disposed of."""

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Change, Item, State
from watchkeep.kernel.errors import NotAllowed, Refused, Stale


def test_an_item_is_added_edited_and_retired():
    mia = make.actor(make.manager())
    host = life.add_item(by=mia, name="web-01", cls=make.item_class(), values={"rack_position": "B4"})
    assert host.number.startswith("CI-")
    life.edit_item(host, by=mia, owner_team=make.team())
    life.retire(host, by=mia)
    assert told("item", host.pk) == ["item.added", "item.edited", "item.retired"]
    assert not Item.objects.active().exists()
    with pytest.raises(Refused):
        life.retire(host, by=mia)


def test_it_is_ordered_received_handed_over_repaired_lost_found_and_disposed_of():
    mia, eve = make.actor(make.manager()), make.employee()
    laptop = life.add_item(by=mia, name="Eve's laptop", cls=make.item_class("laptop"), state=State.ORDERED)
    life.receive(laptop, by=mia)
    life.put_to_use(laptop, by=mia, user=eve)
    assert laptop.user == eve
    life.send_to_repair(laptop, by=mia)
    life.take_back(laptop, by=mia)
    assert laptop.user is None
    life.lose(laptop, by=mia)
    life.find(laptop, by=mia)
    life.retire(laptop, by=mia)
    with pytest.raises(Refused) as no:
        life.dispose(laptop, by=mia, disposal=" ")
    assert no.value.field == "disposal"
    life.dispose(laptop, by=mia, disposal="Shredded, certificate 4711")
    walked = Change.objects.filter(item=laptop, attribute="state").order_by("id").values_list("after", flat=True)
    assert [*walked] == ["in_stock", "in_use", "in_repair", "in_stock", "missing", "in_use", "retired", "disposed"]


def test_of_two_who_retire_it_one_wins(transactional_db):
    mia, host = make.actor(make.manager()), make.item()
    ends = race(*(lambda: life.retire(Item.objects.get(pk=host.pk), by=mia) for _ in range(2)))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert Change.objects.filter(item=host).count() == 1


def test_an_identifier_elsewhere_belongs_to_one_item():
    mia, server = make.actor(make.manager()), make.item_class()
    life.add_item(by=mia, name="web-01", cls=server, external_id="i-123")
    with pytest.raises(Refused):
        life.add_item(by=mia, name="web-02", cls=server, external_id="i-123")
    life.add_item(by=mia, name="web-03", cls=server)
    life.add_item(by=mia, name="web-03", cls=server)


def test_agents_see_and_handle_but_may_not_change_and_strangers_see_nothing():
    host, ana = make.item(), make.actor(make.ana())
    assert list(Item.objects.visible_to(ana)) == [host]
    assert not Item.objects.visible_to(make.actor(make.stranger())).exists()
    life.take_back(host, by=ana)
    with pytest.raises(NotAllowed):
        life.edit_item(host, by=ana, name="mine")


def test_an_attribute_is_what_its_class_or_one_above_says():
    mia = make.actor(make.manager())
    host = life.add_item(by=mia, name="web-01", cls=make.item_class(), values={"memory": "16 GB", "room": "left"})
    assert host.values == {"memory": 16 * 1024**3, "room": "left"}
    with pytest.raises(Refused) as no:
        life.edit_item(host, by=mia, values={"environment": "nowhere"})
    assert no.value.field == "environment"


def test_who_saves_second_is_shown_what_stands_there():
    mia, host = make.actor(make.manager()), make.item("web-01")
    life.edit_item(host, by=mia, cost_centre="4711", seen={"cost_centre": ""})
    life.edit_item(host, by=mia, order_number="B-7", seen={"order_number": ""})
    with pytest.raises(Stale) as no:
        life.edit_item(host, by=mia, cost_centre="4712", seen={"cost_centre": ""})
    assert no.value.current == {"cost_centre": "4711"}


def test_things_are_in_places_and_no_place_is_in_itself():
    mia, host = make.actor(make.manager()), make.item()
    berlin, room = make.item("Berlin", cls="location"), make.item("Room 1", cls="location")
    rack = make.item("Rack A", cls="rack", location=room)
    life.edit_item(room, by=mia, location=berlin)
    life.edit_item(host, by=mia, location=rack)
    assert queries.places_around(rack.pk) == [rack.pk, room.pk, berlin.pk]
    assert sorted(queries.places_within(berlin.pk)) == sorted([berlin.pk, room.pk, rack.pk])
    for what, where in ((rack, host), (berlin, rack), (berlin, berlin)):
        with pytest.raises(Refused) as no:
            life.edit_item(what, by=mia, location=where)
        assert no.value.field == "location"
