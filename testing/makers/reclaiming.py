"""Builders of seats that are taken back."""

from datetime import date
from itertools import count

from testing.makers import estate
from watchkeep.duty.connections.models import Connection
from watchkeep.duty.reclaiming import life
from watchkeep.duty.reclaiming.models import Case, Way
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Product, Seat
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def product_with_seats(name: str = "", *, owner: Person | None = None, seats: int = 40) -> Product:
    """A product of which there are so many seats."""
    product = licences.add_product(by=CLOCK, name=name or f"Suite {next(_number)}")
    licences.entitle(
        by=CLOCK, name=f"{product.name}, {seats} seats", products=[product], metric="seat", quantity=seats,
        starts_on=date(2020, 1, 1), owner=owner,
    )  # fmt: skip
    return product


def held_seat(person: Person | None = None, of: Product | None = None) -> Seat:
    """Somebody has a seat of a product."""
    return licences.take_seat(of or product_with_seats(), by=CLOCK, person=person or estate.person())


def way(product: Product, connection: Connection) -> Way:
    """Accounts of a product are deactivated by SCIM."""
    said = {"act": "deactivate", "user_name": "{{ person.email }}"}
    return life.set_way(product, by=CLOCK, action="scim_user", connection=connection, parameters=said)


def reclaim_case(person: Person | None = None, *, moved: bool = False) -> Case:
    """Somebody with one seat left, or moved."""
    taken = held_seat(person)
    case = life.move(taken.person, at=clock.now()) if moved else life.leave(taken.person)
    assert case is not None
    return case
