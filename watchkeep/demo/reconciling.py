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

LEFT = (("Jonas Weber", 2), ("Pia Holm", 1))
"""Who has left, and how many laptops went with them."""


def reconcile(by: Actor, cast: Cast) -> None:
    """Orders, people who left, what is looked for, what was destroyed; and all of it looked at once."""
    classes = {one.slug: one for one in ItemClass.objects.all()}
    _order(by, cast, classes)
    _leave(by, cast, classes["laptop"])
    _lose(by, cast, classes)
    _hand_over(by, cast)
    _count(by)
    life.save_rule(by=by, kind=Kind.STRAY, team=cast.teams["platform"], min_days=2, priority=3)
    life.save_rule(by=by, kind=Kind.OUT_OF_WARRANTY, grouping=Grouping.ALL, min_cost=Decimal(1000), min_days=7)
    while life.look_due():
        pass


def _order(by: Actor, cast: Cast, classes: dict[str, ItemClass]) -> None:
    """Five laptops, three of which have come; two screens that are late; and their bill."""
    today = clock.now().date()
    shop = suppliers.add_supplier(by=by, name="Nordkauf Business", customer_number="N-20118")
    laptop = purchasing.Wanted(
        name="ThinkPad T14 Gen 5", quantity=5, price=Decimal(1389), cls=classes["laptop"], manufacturer="LENOVO",
        model="ThinkPad T14 Gen 5", warranty_months=36, depreciation_months=36,
    )  # fmt: skip
    order = purchasing.place(
        by=by, supplier=shop, lines=[laptop], reference="B-2026-0417", owner=cast["chidi"], cost_centre="4100",
        ordered_on=today - timedelta(days=21), expected_on=today + timedelta(days=4),
    )  # fmt: skip
    came = purchasing.Came(line=order.lines.get().pk, quantity=3, serials=("PF5KX101", "PF5KX102", "PF5KX103"))
    purchasing.receive(order, by=by, came=[came], location=Item.objects.get(name="Berlin office"), note="LS-77120")
    screen = purchasing.Wanted(name="Screen 27″", quantity=2, price=Decimal(310), cls=classes["peripheral"])
    purchasing.place(
        by=by, supplier=shop, lines=[screen], reference="B-2026-0398", owner=cast["chidi"],
        ordered_on=today - timedelta(days=40), expected_on=today - timedelta(days=12),
    )  # fmt: skip
    purchasing.add_invoice(
        by=by, supplier=shop, reference="RE-90211", order=order, dated_on=today - timedelta(days=2),
        amount=Decimal(4167),
    )  # fmt: skip


def _leave(by: Actor, cast: Cast, laptop: ItemClass) -> None:
    """Two people have left, and what they had is still with them."""
    today, organisation = clock.now().date(), cast["chidi"].organisation
    for name, laptops in LEFT:
        email = f"{name.split()[0].lower()}@kestrel.example"
        roles = [Role.objects.get(slug="employee")]
        person = people.invite(by=by, email=email, name=name, organisation=organisation, roles=roles)
        Person.objects.filter(pk=person.pk).update(manager=cast["chidi"])
        for number in range(laptops):
            assets.add_item(
                by=by, name=f"Laptop of {name.split()[0]}{' (2)' * number}", cls=laptop, user=person,
                owner_team=cast.teams["web"], bought_on=today - timedelta(days=700), price=Decimal(1490),
                warranty_ends_on=today - timedelta(days=30 if number else -90),
            )  # fmt: skip
        people.deactivate(person, by=by)


def _lose(by: Actor, cast: Cast, classes: dict[str, ItemClass]) -> None:
    """One that is missing, one that was never seen, one that is retired and still runs, and one that was shredded."""
    today = clock.now().date()
    known: dict[str, Any] = {"owner_team": cast.teams["platform"], "price": Decimal(4200)}
    old = assets.add_item(
        by=by, name="backup-02", cls=classes["server"], bought_on=today - timedelta(days=1600),
        warranty_ends_on=today - timedelta(days=500), **known,
    )  # fmt: skip
    assets.lose(old, by=by)
    with clock.frozen(clock.now() - timedelta(days=120)):
        assets.add_item(
            by=by, name="till-07", cls=classes["computer"], bought_on=today - timedelta(days=130),
            owner_team=cast.teams["web"], price=Decimal(890),
        )  # fmt: skip
        forgotten = assets.add_item(by=by, name="vpn-01", cls=classes["server"], **known)
        assets.retire(forgotten, by=by)
    assets.see_again({forgotten.pk: clock.now()}, by=by)
    assets.edit_item(
        assets.add_item(by=by, name="san-01", cls=classes["server"], bought_on=today - timedelta(days=2100), **known),
        by=by, values={"support_ends_on": (today - timedelta(days=60)).isoformat()},
    )  # fmt: skip
    shredded = assets.add_item(by=by, name="Laptop, water damage", cls=classes["laptop"], price=Decimal(1390))
    custody.destroy(
        shredded, by=by, method="Shredded, DIN 66399 H-5", who="Scherer Recycling", done_on=today - timedelta(days=9),
        certificate="SR-2026-1182",
    )  # fmt: skip


def _hand_over(by: Actor, cast: Cast) -> None:
    """One of the new laptops goes to Ines, who has not said yet whether she got it."""
    new = Item.objects.filter(name="ThinkPad T14 Gen 5", state="in_stock").order_by("pk").first()
    if new:
        custody.hand_over(new, by=by, person=cast["ines"])


def _count(by: Actor) -> None:
    """The Berlin office is being counted: some things are found, one is not known."""
    taken = stocktaking.begin(by=by, name="Berlin office, autumn", place=Item.objects.get(name="Berlin office"))
    for item in Item.objects.filter(location=taken.place, name__startswith="Laptop of").order_by("pk")[:4]:
        stocktaking.count(taken, by=by, code=item.number)
    stocktaking.count(taken, by=by, code="4006381333931", note="A label printer, on the window sill")
