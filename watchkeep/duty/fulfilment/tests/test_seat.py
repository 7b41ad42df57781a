"""A seat that comes with an item of the catalogue: taken when it is fulfilled, freed when it is given back."""

import pytest

from testing import make
from testing.carrying import work
from testing.harness import told
from watchkeep.duty.fulfilment import life, queries
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Seat
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed
from watchkeep.kernel.facts import told as told_rows
from watchkeep.work.requests import life as requests

pytestmark = pytest.mark.django_db


def fulfilled(item, person, **more):
    request = requests.open_(by=make.actor(person), item=item, **more)
    work()
    request.refresh_from_db()
    requests.fulfil(request, by=CLOCK, result="You have it")
    work()
    return request


def test_whoever_gets_it_takes_a_seat_once_and_frees_it_when_giving_it_back():
    item, studio, joe = make.catalogue_item("Studio seat", is_kept=True), make.product("Studio"), make.employee()
    make.entitlement(studio, metric="seat", quantity=1)
    life.set_pool(item, by=CLOCK, product=studio)
    request = fulfilled(item, joe)
    seat = Seat.objects.taken().get()
    assert (seat.product, seat.person, seat.because) == (studio, joe, request.number)
    life.give_seats(request)
    assert Seat.objects.count() == 1
    other = fulfilled(item, make.person())
    assert Seat.objects.taken().count() == 1
    assert told("ticket", other.pk).count("request.left_to_people") == 1
    requests.give_back(request.holdings.get(), by=make.actor(joe), reason="Draws no more")
    work()
    seat.refresh_from_db()
    assert (seat.until is not None, seat.end_reason) == (True, "Draws no more")


def test_who_may_chooses_and_an_item_without_a_pool_gives_no_seat():
    item, studio = make.catalogue_item("Screen"), make.product("Studio")
    make.entitlement(studio, metric="seat")
    with pytest.raises(NotAllowed):
        life.set_pool(item, by=make.actor(make.employee()), product=studio)
    life.set_pool(item, by=CLOCK, product=studio)
    life.set_pool(item, by=CLOCK, product=studio)
    life.set_pool(item, by=CLOCK, product=None)
    assert queries.pool_of(item.pk) is None
    assert told("catalogue_item", item.pk).count("catalogue.pool_set") == 2
    fulfilled(item, make.employee())
    assert not Seat.objects.exists()


def test_several_seats_are_taken_together_or_none_is_and_given_back_together():
    who = [make.question("first", ask="person"), make.question("second", ask="person", required=False)]
    item = make.catalogue_item("Studio seats", is_kept=True, form=make.form(*who))
    studio, joe, one, two = make.product("Studio"), make.employee(), make.person(), make.person()
    bought = make.entitlement(studio, metric="seat", quantity=1)
    life.set_pool(item, by=CLOCK, product=studio)
    both = {"first": one.pk, "second": two.pk}
    refused = fulfilled(item, joe, answers=both, quantity=2)
    assert not Seat.objects.exists()
    fact = told_rows("ticket", refused.pk, kind="request.left_to_people").get()
    assert "2 seats of Studio are wanted, and 1 are left" in fact.data["reason"]
    licences.edit(bought, by=CLOCK, quantity=3)
    unsaid = fulfilled(item, joe, answers={"first": one.pk}, quantity=2)
    assert not Seat.objects.exists()
    assert told("ticket", unsaid.pk).count("request.left_to_people") == 1
    request = fulfilled(item, joe, answers=both, quantity=2)
    assert {seat.person for seat in Seat.objects.taken()} == {one, two}
    life.give_seats(request)
    assert Seat.objects.count() == 2
    requests.give_back(request.holdings.get(), by=make.actor(joe), reason="Drawn")
    work()
    assert not Seat.objects.taken().exists()
