"""A seat that comes with an item of the catalogue: taken when it is fulfilled, freed when it is given back."""

import pytest

from testing import make
from testing.carrying import work
from testing.harness import told
from watchkeep.duty.fulfilment import life, queries
from watchkeep.estate.licences.models import Seat
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed
from watchkeep.work.requests import life as requests

pytestmark = pytest.mark.django_db


def fulfilled(item, person):
    request = requests.open_(by=make.actor(person), item=item)
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
    life.give_seat(request)
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
