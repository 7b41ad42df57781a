import pytest

from testing import make
from testing.harness import run_later
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Trace

pytestmark = pytest.mark.django_db


def write_down(serial: str = "ABC12345", name: str = "Reception") -> Item:
    who = make.actor(make.manager())
    item = assets.add_item(by=who, name=name, cls=make.item_class("laptop"), serial=serial, manufacturer="Dell")
    run_later()
    return item


def test_an_agent_makes_no_second_item_of_what_somebody_wrote_down():
    item = write_down()
    (match,) = make.found(make.machine(kind="laptop"))
    assert (match.stands_for, match.is_new, match.why.kind) == (item.pk, False, "serial")
    assert Item.objects.filter(merged_into=None).count() == 1


def test_nor_does_somebody_who_writes_down_what_an_agent_found():
    (match,) = make.found(make.machine(kind="laptop"))
    item = write_down()
    item.refresh_from_db()
    assert item.merged_into_id == match.item


def test_what_was_corrected_counts_no_more_and_the_same_again_changes_nothing():
    item = write_down()
    (match,) = make.found(make.machine(kind="laptop"))
    assert match.stands_for == item.pk
    trace = Trace.objects.get(source__slug="people")
    assert life.recognise([item.pk]) == 1
    assert bytes(Trace.objects.get(source__slug="people").digest) == bytes(trace.digest)
    assets.edit_item(item, by=make.actor(make.manager()), serial="OTHER-9999")
    run_later()
    assert Item.objects.filter(merged_into=None).count() == 2
    (again,) = make.found(make.machine(kind="laptop"))
    assert again.stands_for != item.pk  # the agent's is a thing of its own now
    (other,) = make.found(make.machine("z", "00:1b:21:00:00:44", kind="laptop", serial="OTHER-9999"))
    assert other.stands_for == item.pk


def test_what_says_nothing_that_tells_it_apart_is_left_alone():
    write_down(serial="Default string")
    assert not Trace.objects.exists()


def test_many_cost_as_many_statements_as_few(django_assert_max_num_queries):
    items = [make.item(f"m{n}", cls="laptop", serial=f"SERIAL-{n:05}", manufacturer="Dell") for n in range(50)]
    with django_assert_max_num_queries(40):
        assert life.recognise([one.pk for one in items]) == 50
