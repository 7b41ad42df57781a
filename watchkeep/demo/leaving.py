"""Who left Kestrel or moved within it, and what came back of what they had; and an audit of who still needs a seat."""

from datetime import date, timedelta

from watchkeep.demo.cast import Cast
from watchkeep.duty.connections import life as actions
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.reclaiming import life
from watchkeep.duty.reclaiming.models import State
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Product
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Organisation, Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

PRODUCTS = {"Pixelsmith": ("Pencilworks", 12), "Routeplan": ("Harborline Networks", 8)}
LEFT, MOVED = "Tomas Weber", "Lina Berg"
USERS = ("ines", "ana", "bo")


def leave(by: Actor, cast: Cast) -> None:
    """One seat was freed by the identity provider, one is left for people; a mover is asked; an audit runs."""
    products = [_product(by, cast, name, publisher, seats) for name, (publisher, seats) in PRODUCTS.items()]
    provider = actions.add_connection(
        by=by, name="Identity provider", kind="http", owner=cast.teams["platform"],
        given={"url": "https://id.kestrel.example/scim/v2", "auth": "bearer", "secret": "not-a-real-secret"},
    )  # fmt: skip
    said = {"act": "deactivate", "user_name": "{{ person.email }}"}
    life.set_way(products[0], by=by, action="scim_user", connection=provider, parameters=said)
    gone, moved = _employee(by, LEFT), _employee(by, MOVED)
    for product in products:
        for person in (gone, moved, *(cast[name] for name in USERS)):
            licences.take_seat(product, by=by, person=person, because="Works with it")
    _audit(by, cast, products)
    people.deactivate(gone, by=by)
    _freed(gone)
    people.edit(moved, by=by, manager=cast["chidi"])
    life.move(moved, at=clock.now())


def _product(by: Actor, cast: Cast, name: str, publisher: str, seats: int) -> Product:
    product = licences.add_product(by=by, name=name, publisher=publisher)
    licences.entitle(
        by=by, name=f"{name}, {seats} seats", products=[product], metric="seat", quantity=seats, owner=cast["chidi"],
        starts_on=date(clock.now().year - 1, 1, 1), price=120,
    )  # fmt: skip
    return product


def _employee(by: Actor, name: str) -> Person:
    email = f"{name.partition(' ')[0].lower()}@kestrel.example"
    kestrel = Organisation.objects.get(name="Kestrel Outfitters")
    return people.invite(by=by, email=email, name=name, organisation=kestrel)


def _freed(person: Person) -> None:
    """The identity provider answers: one seat is free, and its run is the proof."""
    case = life.leave(person)
    asked = case.reclaims.get(state=State.RUNNING).action_run if case else None
    run = actions.start(asked) if asked else None
    if run is None:
        return
    actions.settle(run, Outcome(End.SUCCEEDED, output='{"active": false}', result={"changed": True, "id": "2819c223"}))
    life.succeed(run.pk)


def _audit(by: Actor, cast: Cast, products: list[Product]) -> None:
    """Half of the seats are decided."""
    due_on = clock.now().date() + timedelta(days=12)
    campaign = licences.plan_audit(by=by, name="Who still needs a seat", due_on=due_on, owner=cast["chidi"])
    for product, reviewer in zip(products, ("ana", "chidi"), strict=True):
        licences.review(campaign, by=by, product=product, reviewer=cast[reviewer])
    licences.start_audit(campaign, by=by)
    lines = campaign.lines.filter(product=products[0]).order_by("pk").values_list("pk", flat=True)
    ana = cast.actor("ana")
    licences.decide(campaign, lines[2:4], by=ana, verdict="confirm", note="Draws every day")
    licences.decide(campaign, lines[4:], by=ana, verdict="remove", note="Has not opened it for months")
