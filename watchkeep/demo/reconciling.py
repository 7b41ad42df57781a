"""What does not agree at Kestrel: a little of everything that a morning can bring, and an order that is on its way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.custody import life as custody
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Person, Role
from watchkeep.estate.purchasing import life as purchasing
from watchkeep.estate.reconciliation import life
from watchkeep.estate.reconciliation.models import Grouping, Kind
from watchkeep.estate.stocktaking import life as stocktaking
from watchkeep.estate.suppliers import life as suppliers
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

LEFT = (("Jonas Weber", 2), ("Pia Holm", 1), ("Nils Brandt", 1), ("Rosa Keller", 1))
"""Who has left, and how many laptops went with them."""
UNSEEN, AGO = ("backup-02", "edge-01"), timedelta(days=140)
"""Servers that have been silent for forty days; and how long ago all of this was bought or put up."""

KEEPERS = ((Kind.ORPHAN, "dilara"), (Kind.MISSING, "dilara"), (Kind.STRAY, "chidi"), (Kind.EXPIRING, "emil"))
"""Who looks after which list."""
LOOKED = timedelta(days=5)
"""So long ago it was looked at for the first time."""


def reconcile(by: Actor, cast: Cast) -> None:
    """Orders, people who left, what is looked for, what was destroyed and what is counted; and three rules."""
    classes = {one.slug: one for one in ItemClass.objects.all()}
    _order(by, cast, classes)
    _leave(by, cast, classes["laptop"])
    _lose(by, cast, classes)
    _hand_over(by, cast)
    _count(by)
    terms: dict[str, Any] = {"team": cast.teams["platform"], "grouping": Grouping.ALL}
    life.save_rule(by=by, kind=Kind.STRAY, min_days=2, priority=3, **terms)
    life.save_rule(by=by, kind=Kind.ZOMBIE, min_days=10, team=cast.teams["platform"])
    life.save_rule(by=by, kind=Kind.OUT_OF_WARRANTY, grouping=Grouping.ALL, min_cost=Decimal(1000), min_days=7)
    for kind, who in KEEPERS:
        life.keep(kind, by=by, person=cast[who])
    with clock.frozen(clock.now() - LOOKED):
        look()


def look() -> None:
    """All of it is looked at once."""
    while life.look_due():
        pass


def _order(by: Actor, cast: Cast, classes: dict[str, ItemClass]) -> None:
    """Five laptops, three of which have come; two screens that are late; and their bill."""
    now, today = clock.now(), clock.now().date()
    shop = suppliers.add_supplier(by=by, name="Nordkauf Business", customer_number="N-20118")
    laptop = purchasing.Wanted(
        name="ThinkPad T14 Gen 5", quantity=5, price=Decimal(1389), cls=classes["laptop"], manufacturer="LENOVO",
        model="ThinkPad T14 Gen 5", warranty_months=36, depreciation_months=36,
    )  # fmt: skip
    with clock.frozen(now - timedelta(days=12)):
        order = purchasing.place(
            by=by, supplier=shop, lines=[laptop], reference="B-2026-0417", owner=cast["chidi"], cost_centre="4100",
            ordered_on=today - timedelta(days=12), expected_on=today + timedelta(days=4),
        )  # fmt: skip
    came = purchasing.Came(line=order.lines.get().pk, quantity=3, serials=("PF5KX101", "PF5KX102", "PF5KX103"))
    with clock.frozen(now - timedelta(days=3)):
        purchasing.receive(order, by=by, came=[came], location=Item.objects.get(name="Berlin office"), note="LS-77120")
    screen = purchasing.Wanted(name="Screen 27″", quantity=2, price=Decimal(310), cls=classes["peripheral"])
    with clock.frozen(now - timedelta(days=40)):
        purchasing.place(
            by=by, supplier=shop, lines=[screen], reference="B-2026-0398", owner=cast["chidi"],
            ordered_on=today - timedelta(days=40), expected_on=today - timedelta(days=12),
        )  # fmt: skip
    purchasing.add_invoice(
        by=by, supplier=shop, reference="RE-90211", order=order, dated_on=today - timedelta(days=2),
        amount=Decimal(4167),
    )  # fmt: skip


def _leave(by: Actor, cast: Cast, laptop: ItemClass) -> None:
    """Four people have left, and what they had is still with them."""
    today, organisation = clock.now().date(), cast["chidi"].organisation
    for name, laptops in LEFT:
        email = f"{name.split()[0].lower()}@kestrel.example"
        roles = [Role.objects.get(slug="employee")]
        person = people.invite(by=by, email=email, name=name, organisation=organisation, roles=roles)
        Person.objects.filter(pk=person.pk).update(manager=cast["chidi"])
        for number in range(laptops):
            with clock.frozen(clock.now() - AGO):
                one = assets.add_item(
                    by=by, name=f"Laptop of {name.split()[0]}{' (2)' * number}", cls=laptop, user=person,
                    owner_team=cast.teams["web"], bought_on=today - timedelta(days=700), price=Decimal(1490),
                    warranty_ends_on=today - timedelta(days=30 if number else -90),
                )  # fmt: skip
            assets.see_again({one.pk: clock.now() - timedelta(days=4 + number)}, by=by)
        with clock.frozen(clock.now() - LOOKED - timedelta(days=1)):
            people.deactivate(person, by=by)


def _lose(by: Actor, cast: Cast, classes: dict[str, ItemClass]) -> None:
    """Two that are missing, one that was never seen, one that is retired and still runs, and one that was shredded."""
    now, today = clock.now(), clock.now().date()
    known: dict[str, Any] = {"owner_team": cast.teams["platform"], "price": Decimal(4200)}
    with clock.frozen(now - AGO):
        lost = [
            assets.add_item(
                by=by, name=name, cls=classes["server"], bought_on=today - timedelta(days=1600),
                warranty_ends_on=today - timedelta(days=500), **known,
            )
            for name in UNSEEN
        ]  # fmt: skip
    assets.see_again({one.pk: now - timedelta(days=40) for one in lost}, by=by)
    for one in lost:
        assets.lose(one, by=by)
    with clock.frozen(now - AGO):
        assets.add_item(
            by=by, name="till-07", cls=classes["computer"], bought_on=today - timedelta(days=130),
            owner_team=cast.teams["web"], price=Decimal(890),
        )  # fmt: skip
        forgotten = assets.add_item(by=by, name="vpn-01", cls=classes["server"], **known)
        assets.retire(forgotten, by=by)
        tape = assets.add_item(
            by=by, name="tape-01", cls=classes["server"], bought_on=today - timedelta(days=2100), **known
        )
        shredded = assets.add_item(by=by, name="Laptop, water damage", cls=classes["laptop"], price=Decimal(1390))
    assets.see_again({forgotten.pk: now, tape.pk: now}, by=by)
    assets.edit_item(tape, by=by, values={"support_ends_on": (today - timedelta(days=60)).isoformat()})
    custody.destroy(
        shredded, by=by, method="Shredded, DIN 66399 H-5", who="Scherer Recycling", done_on=today - timedelta(days=9),
        certificate="SR-2026-1182",
    )  # fmt: skip


def _hand_over(by: Actor, cast: Cast) -> None:
    """Of the new laptops Bo has one and said so; Ines has not said yet whether she got hers. Pia's is asked back."""
    new = list(Item.objects.filter(name="ThinkPad T14 Gen 5", state="in_stock").order_by("pk")[:2])
    with clock.frozen(clock.now() - timedelta(days=2)):
        given = custody.hand_over(new[0], by=by, person=cast["bo"])
    with clock.frozen(clock.now() - timedelta(days=1)):
        custody.accept(given, by=cast.actor("bo"))
    custody.hand_over(new[1], by=by, person=cast["ines"])
    custody.ask_for_return(Item.objects.get(name="Laptop of Pia"), by=by)


def _count(by: Actor) -> None:
    """Hamburg was counted in spring. The Berlin office is being counted: some are found, one is not known."""
    with clock.frozen(clock.now() - timedelta(days=100)):
        spring = stocktaking.begin(by=by, name="Hamburg, spring", place=Item.objects.get(name="Hamburg data centre"))
        for item in Item.objects.filter(location__name__startswith="Rack H").order_by("pk"):
            stocktaking.count(spring, by=by, code=item.number)
        stocktaking.finish(spring, by=by, lose=False)
    taken = stocktaking.begin(by=by, name="Berlin office, autumn", place=Item.objects.get(name="Berlin office"))
    for item in Item.objects.filter(location=taken.place, name__startswith="Laptop of").order_by("pk")[:4]:
        stocktaking.count(taken, by=by, code=item.number)
    stocktaking.count(taken, by=by, code="4006381333931", note="A label printer, on the window sill")
