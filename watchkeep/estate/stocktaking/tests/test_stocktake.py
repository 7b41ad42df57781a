"""Counting what is there, by several people at once, and what follows from the difference."""

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.estate.assets.models import Item, State
from watchkeep.estate.stocktaking import life, queries
from watchkeep.estate.stocktaking.models import Check
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A room with a rack, three laptops in the room, and a server in the rack."""
    room = make.item("Room 2", cls="location")
    rack = make.item("Rack", cls="rack", location=room)
    for number in (1, 2, 3):
        make.item(f"nb-{number}", cls="laptop", location=room, serial=f"PF-{number}", asset_tag=f"KO{number}")
    make.item("db-9", location=rack, serial="SRV-9")
    return room


def named(name):
    return Item.objects.get(name=name)


def test_what_is_found_stays_moves_or_is_missing_and_nothing_changes_before_the_end(office):
    ana = make.actor(make.ana())
    cellar, far = make.item("Cellar", cls="location"), make.item("nb-far", cls="laptop", asset_tag="KO9")
    taken = life.begin(by=CLOCK, name="Autumn", place=office)
    assert queries.counts(taken)["expected"] == 4
    said = [
        life.count(taken, by=ana, code="ko1").outcome,
        life.count(taken, by=ana, code=f"https://desk.example/items/{named('db-9').pk}").outcome,
        life.count(taken, by=ana, code="PF-2", place=cellar, note="Under the stairs").outcome,
        life.count(taken, by=ana, code="KO9").outcome,
        life.count(taken, by=ana, code="4006381333931").outcome,
        life.count(taken, by=ana, code="KO1").outcome,
    ]
    assert said == ["here", "here", "elsewhere", "extra", "unknown", "here"]
    assert (named("nb-2").location, named("nb-far").location) == (office, None)
    life.finish(taken, by=make.actor(make.manager()), lose=True)
    where = {one.name: one.location and one.location.name for one in Item.objects.filter(cls__slug="laptop")}
    assert where == {"nb-1": "Room 2", "nb-2": "Cellar", "nb-3": "Room 2", "nb-far": "Room 2"}
    assert (named("db-9").location.name, named("nb-3").state) == ("Rack", State.MISSING)
    assert (named("nb-1").last_seen_at is not None, far.pk in {one.item_id for one in taken.checks.all()}) == (
        True,
        True,
    )
    assert (taken.moved, taken.lost) == (2, 1)
    assert told("stocktake", taken.pk)[-1] == "stocktake.finished"
    with pytest.raises(Refused):
        life.count(taken, by=ana, code="KO3")


def test_without_that_wish_nothing_is_lost(office):
    taken = life.begin(by=CLOCK, name="Autumn", place=office, cls=make.item_class("laptop"))
    assert queries.counts(taken)["expected"] == 3
    life.finish(taken, by=CLOCK, lose=False)
    assert not Item.objects.filter(state=State.MISSING).exists()


def test_what_was_missing_is_found_by_being_scanned(office):
    Item.objects.filter(name="nb-1").update(state=State.MISSING)
    taken = life.begin(by=CLOCK, name="Autumn", place=office)
    life.count(taken, by=CLOCK, code="KO1")
    life.finish(taken, by=make.actor(make.manager()), lose=True)
    assert named("nb-1").state == State.IN_USE


def test_odd_scans_are_refused(office):
    make.item("twin", cls="laptop", serial="PF-1")
    taken = life.begin(by=CLOCK, name="Autumn", place=office)
    for code, why in (("PF-1", "Several things"), (" ", "Scan or type"), ("\x00", "Scan or type")):
        with pytest.raises(Refused, match=why):
            life.count(taken, by=CLOCK, code=code)
    for wrong in ({}, {"place": named("nb-1")}):
        with pytest.raises(Refused):
            life.begin(by=CLOCK, name="x", **wrong)
    with pytest.raises(NotAllowed):
        life.begin(by=make.actor(make.ana()), name="x", place=office)


@pytest.mark.commits
@pytest.mark.django_db(transaction=True)
def test_two_who_scan_the_same_make_one_row():
    room = make.item("Room 2", cls="location")
    make.item("extra", cls="laptop", asset_tag="KO7")
    taken = life.begin(by=CLOCK, name="Autumn", place=room)
    ends = race(
        *[lambda: life.count(taken, by=CLOCK, code="KO7")] * 2, *[lambda: life.count(taken, by=CLOCK, code="?")] * 2
    )
    assert ends == [None] * 4
    assert Check.objects.count() == 2
