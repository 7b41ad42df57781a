"""Parents and children."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import Incident


def test_a_child_knows_its_parent_and_the_other_way_round():
    parent, child = make.incident(), make.incident()
    life.set_parent(child, by=CLOCK, parent=parent)
    assert [row.pk for row in queries.children(parent)] == [child.pk]
    assert Incident.objects.get(pk=child.pk).parent == parent


def test_it_may_leave_its_parent():
    parent, child = make.incident(), make.incident()
    life.set_parent(child, by=CLOCK, parent=parent)
    life.set_parent(child, by=CLOCK, parent=None)
    assert Incident.objects.get(pk=child.pk).parent is None
    assert told("ticket", child.pk, "incident", "ticket")[1:] == ["incident.parent_set"] * 2


def test_nothing_is_its_own_parent():
    incident = make.incident()
    with pytest.raises(Refused):
        life.set_parent(incident, by=CLOCK, parent=incident)


def test_a_parent_has_no_parent_so_there_are_no_circles():
    one, two, three = make.incident(), make.incident(), make.incident()
    life.set_parent(one, by=CLOCK, parent=two)
    for child, parent in ((two, one), (two, three), (three, one)):
        with pytest.raises(Refused) as refused:
            life.set_parent(child, by=CLOCK, parent=parent)
        assert refused.value.field == "parent"


def test_the_same_parent_again_tells_nothing():
    parent, child = make.incident(), make.incident()
    life.set_parent(child, by=CLOCK, parent=parent)
    life.set_parent(child, by=CLOCK, parent=parent)
    assert told("ticket", child.pk, "incident", "ticket")[1:] == ["incident.parent_set"]
