"""Placeholders that people name: what was matched by them is judged again, as if they had been there from the start."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testing import make
from testing.harness import told
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import jobs, life, queries
from watchkeep.estate.discovery.life import placeholders, tracing
from watchkeep.estate.discovery.models import Agent, Crowd, Doubt, Found, Identifier, Nic, Rejudging, Trace
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

SHARED = "00:1b:21:00:00:99"
BEGAN = clock.now()
MACS = (SHARED, "00:1b:21:00:00:01", "00:1b:21:00:00:02")


def machine(key, *, serial="", macs=(SHARED,), name=""):
    nics = tuple(Nic(name=f"eth{at}", mac=mac) for at, mac in enumerate(macs))
    return Found(key=key, nics=nics, serial=serial, manufacturer="Dell" if serial else "", name=name or f"host-{key}")


def identify(found, day=0):
    at = BEGAN - timedelta(days=30 - day)
    return life.identify_many([found], source=make.reporter(), by=CLOCK, at=at)[0]


def judged():
    while jobs.judge_bearers():
        pass


def standing():
    """What is one thing, by the keys of its traces, and what waits for somebody."""
    groups: dict[int, set[str]] = {}
    for trace in Trace.objects.select_related("item"):
        groups.setdefault(trace.item.merged_into_id or trace.item_id, set()).add(f"{trace.key}@{trace.first_at.day}")
    doubts = Doubt.objects.open().select_related("trace", "other_trace")
    return sorted(map(sorted, groups.values())), {frozenset((one.trace.key, one.other_trace.key)) for one in doubts}


def add(value=SHARED, kind="mac"):
    return life.add_placeholder(kind=kind, value=value, by=make.actor(make.admin()))


def test_what_a_placeholder_had_brought_together_is_several_things_again_and_back():
    for number in range(4):
        identify(machine(str(number)), day=number)
    first = Item.objects.get(merged_into=None)
    agent = make.gateway()
    Agent.objects.create(gateway=agent, device="2", trace=Trace.objects.get(key="2"), item=first, meaning=b"m" * 32)
    made = add()
    assert Item.objects.filter(merged_into=None).count() == 1
    judged()
    assert Item.objects.filter(merged_into=None).count() == 4
    row = Rejudging.objects.get()
    assert (row.judged, row.moved, row.next_step_at) == (4, 3, None)
    assert told("rejudging", row.pk) == ["rejudging.ended"]
    moved = Agent.objects.get(device="2")
    assert (moved.item, moved.meaning) == (Trace.objects.get(key="2").item, None)
    assert moved.item != first
    life.remove_placeholder(made, by=make.actor(make.admin()))
    judged()
    assert Item.objects.get(merged_into=None) == first
    assert told("placeholder", made.pk) == ["placeholder.added", "placeholder.removed"]
    with pytest.raises(Refused):
        life.remove_placeholder(made, by=make.actor(make.admin()))


THINGS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["", "SN-111111", "SN-222222"]),
        st.sets(st.sampled_from(MACS), max_size=2), st.integers(0, 9),
    ),
    min_size=2, max_size=7,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=THINGS, again=st.integers(0, 6), some=st.integers(1, 3))
def test_in_the_end_it_is_as_if_it_had_been_known_from_the_start(db, monkeypatch, things, again, some):
    """Whatever came, in batches of any size, and although something is heard meanwhile; removed, it is as before."""
    monkeypatch.setattr(placeholders, "BATCH", some)
    found = [(machine(key, serial=serial, macs=sorted(macs)), day) for key, serial, macs, day in things]

    def from_the_start():
        add()
        for one, day in found:
            identify(one, day)
        identify(*found[again % len(found)])
        judged()
        return standing()

    def afterwards():
        for one, day in found:
            identify(one, day)
        before = standing()
        made = add()
        jobs.judge_bearers(1)
        identify(*found[again % len(found)])
        judged()
        after = standing()
        life.remove_placeholder(made, by=CLOCK)
        judged()
        assert standing() == before
        return after

    known = []
    for way in (from_the_start, afterwards):
        with transaction.atomic():
            known.append(way())
            transaction.set_rollback(True)
    assert known[0] == known[1]


def test_the_verdict_of_a_person_outlives_a_placeholder():
    for number in range(2):
        identify(machine(str(number)), day=number)
    _one, two = Trace.objects.order_by("pk")
    life.split(two, by=make.actor(make.admin()))
    assert Item.objects.filter(merged_into=None).count() == 2
    made = add()
    judged()
    life.remove_placeholder(made, by=CLOCK)
    judged()
    assert {trace.item.merged_into_id for trace in Trace.objects.select_related("item")} == {None}


def test_who_bears_nothing_else_is_no_thing_and_a_known_mac_says_so():
    add()
    assert life.identify_many([Found(key="", nics=(Nic(mac=SHARED),))], source=make.reporter(), by=CLOCK) == [None]
    assert Identifier.objects.count() == 0
    with pytest.raises(Refused):
        add()
    with pytest.raises(Refused):
        add(kind="colour")
    with pytest.raises(NotAllowed):
        life.add_placeholder(kind="mac", value="x", by=make.actor(make.ana()))


def test_a_crowd_that_cannot_be_looked_at_whole_names_its_mark_until_that_is_a_placeholder(monkeypatch):
    monkeypatch.setattr(tracing, "MOST_REACHED", 3)
    for number in range(6):
        identify(machine(str(number)), day=number)
    crowd = Crowd.objects.get()
    assert (crowd.kind, crowd.value, crowd.bearers) == ("mac", SHARED, 3)
    assert [*queries.crowds()] == [crowd]
    add()
    assert not Crowd.objects.exists()
