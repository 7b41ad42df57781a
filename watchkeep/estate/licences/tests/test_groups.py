"""Groups of a directory whose members hold seats."""

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Seat, SeatGroup
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Source
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def holders(of):
    return {seat.person_id for seat in Seat.objects.taken().filter(product=of)}


def reasons(person):
    return list(Seat.objects.filter(person=person).exclude(until=None).values_list("end_reason", flat=True))


def test_who_comes_into_a_group_has_a_seat_and_who_goes_has_none_with_the_reason():
    of, bo, ana = make.product("Figma"), make.bo(), make.ana()
    make.entitlement(of, metric="seat", quantity=1)
    group = make.group("Designers", bo)
    life.add_seat_group(group, by=CLOCK, product=of)
    assert holders(of) == {bo.pk}
    people.set_members(group, [bo, ana])
    run_later()
    assert holders(of) == {bo.pk, ana.pk}, "a directory lets people in whether or not it was paid for"
    assert make.reckoned(of).status == "over"
    people.set_members(group, [ana])
    run_later()
    assert (holders(of), reasons(bo)) == ({ana.pk}, ["No longer in Designers."])
    assert make.reckoned(of).status == "compliant"
    with pytest.raises(Refused):
        life.add_seat_group(group, by=CLOCK, product=of)


def test_a_seat_by_hand_stays_and_so_does_one_of_who_is_in_another_such_group():
    of, bo, ana = make.product("Figma"), make.bo(), make.ana()
    make.entitlement(of, metric="seat", quantity=5)
    make.seat(of, bo)
    first, second = make.group("Designers", bo, ana), make.group("Reviewers", ana)
    for group in (first, second):
        life.add_seat_group(group, by=CLOCK, product=of)
    people.set_members(first, [])
    run_later()
    assert holders(of) == {bo.pk, ana.pk}
    assert reasons(ana) == []
    people.set_members(second, [])
    run_later()
    assert (holders(of), reasons(ana)) == ({bo.pk}, ["No longer in Reviewers."])


def test_who_left_gets_no_seat_and_who_is_back_has_it_again():
    of, bo = make.product("Figma"), make.bo()
    people.deactivate(bo, by=make.actor(make.admin()))
    life.add_seat_group(make.group("Designers", bo), by=CLOCK, product=of)
    assert holders(of) == set()
    people.activate(bo, by=make.actor(make.admin()))
    run_later()
    assert holders(of) == {bo.pk}


@pytest.mark.parametrize("way", ["group", "source", "line", "person"])
def test_what_a_group_meant_is_taken_back_when_it_or_its_directory_is_no_more(way):
    of, bo, source = make.product("Figma"), make.bo(), make.source("scim")
    mark = make.identity(bo, source, "mark-bo")
    group = make.group("Designers", bo, of=source)
    line = life.add_seat_group(group, by=CLOCK, product=of)
    assert queries.with_seats(SeatGroup.objects.all()).get().held == 1
    if way == "group":
        people.forget_group(group)
    elif way == "source":
        Source.objects.filter(pk=source.pk).update(is_active=False)
        source.refresh_from_db()
        people.remove_source(source, by=make.actor(make.admin()))
    elif way == "line":
        life.remove_seat_group(line, by=CLOCK)
    else:
        people.take_back(mark, by=source.actor())
    run_later()
    assert holders(of) == set()
    assert len(reasons(bo)) == 1


def test_a_group_is_named_alone_or_with_its_directory_and_takes_a_permission():
    first, second = make.source("scim", name="Entra"), make.source("scim", name="Okta")
    one, _two = make.group("Designers", of=first), make.group("Designers", of=second)
    assert queries.group_named("Entra: designers") == one
    for name in ("Designers", "Nobody", "Entra: Nobody"):
        with pytest.raises(Refused):
            queries.group_named(name)
    with pytest.raises(NotAllowed):
        life.add_seat_group(one, by=make.actor(make.stranger()), product=make.product())
