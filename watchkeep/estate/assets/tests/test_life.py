"""Items: added, corrected, retired."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.errors import NotAllowed, Refused


def test_an_item_is_added_edited_and_retired():
    mia = make.actor(make.manager())
    host = life.add_item(by=mia, name="web-01", kind="host", attributes={"rack": "B4"})
    life.edit_item(host, by=mia, owner_team=make.team())
    life.retire_item(host, by=mia)
    assert told("item", host.pk) == ["item.added", "item.edited", "item.retired"]
    with pytest.raises(Refused):
        life.retire_item(host, by=mia)


def test_an_identifier_elsewhere_belongs_to_one_item():
    mia = make.actor(make.manager())
    life.add_item(by=mia, name="web-01", external_id="i-123")
    with pytest.raises(Refused):
        life.add_item(by=mia, name="web-02", external_id="i-123")
    life.add_item(by=mia, name="web-03")
    life.add_item(by=mia, name="web-03")


def test_agents_see_but_may_not_change_and_strangers_see_nothing():
    host, ana = make.item(), make.actor(make.ana())
    assert list(Item.objects.visible_to(ana)) == [host]
    assert not Item.objects.visible_to(make.actor(make.stranger())).exists()
    with pytest.raises(NotAllowed):
        life.edit_item(host, by=ana, name="mine")
