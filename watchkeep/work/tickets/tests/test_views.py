"""Saved views."""

import pytest

from testing import make
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import SavedView


def test_one_sees_ones_own_and_the_shared_ones():
    ana, bo = make.actor(make.ana()), make.actor(make.bo())
    own = life.save_view(by=ana, name="Mine", filters={"assignee": ["me"]})
    shared = life.save_view(by=bo, name="On fire", filters={"priority": ["1"]}, is_shared=True)
    life.save_view(by=bo, name="Bo's", filters={})
    assert list(SavedView.objects.visible_to(ana)) == [shared, own]


def test_the_same_name_replaces():
    ana = make.actor(make.ana())
    life.save_view(by=ana, name="Mine", filters={"assignee": ["me"]})
    life.save_view(by=ana, name="Mine", filters={"team": ["mine"]})
    assert SavedView.objects.get().filters == {"team": ["mine"]}


def test_nobody_deletes_somebody_elses():
    view = life.save_view(by=make.actor(make.ana()), name="Mine", filters={})
    with pytest.raises(NotAllowed):
        life.drop_view(view, by=make.actor(make.bo()))
    life.drop_view(view, by=make.actor(make.ana()))
    assert not SavedView.objects.exists()


def test_employees_share_nothing():
    with pytest.raises(NotAllowed):
        life.save_view(by=make.actor(make.employee()), name="Mine", filters={}, is_shared=True)


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_view_has_a_name(name):
    with pytest.raises(Refused):
        life.save_view(by=make.actor(make.ana()), name=name, filters={})
