import pytest
from django.db import DatabaseError, transaction

from testing import make
from watchkeep.duty.sla.models import Segment, Terms


@pytest.mark.parametrize("model", [Segment, Terms])
def test_the_database_refuses_to_change_a_line(model):
    make.incident()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(id=0)


@pytest.mark.parametrize("model", [Segment, Terms])
def test_the_database_refuses_to_remove_a_line(model):
    make.incident()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_line_names_the_fact_behind_it():
    clock = make.clock()
    assert clock.segments.get().fact
    assert clock.segments.get().reason == "Opened"
