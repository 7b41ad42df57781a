"""What stands on Kestrel's desks and in its shops: written down in a spreadsheet when it was bought, seen since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from watchkeep.demo.cast import Cast
from watchkeep.demo.licensing import DESIGNERS
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

BOUGHT = timedelta(days=140)
SHOPS = ("Bremen shop", "Bruges shop", "Aarhus shop", "Malmö shop", "Porto shop")
OFFICES = ("Amsterdam office",)
AT_A_DESK = (("screen", "peripheral", "329,00"), ("dock", "peripheral", "189,00"))
IN_A_SHOP = (  # what, class, how many, price
    ("till", "desktop", 6, "740,00"), ("receipt printer", "printer", 6, "210,00"),
    ("scanner", "peripheral", 8, "164,00"), ("card terminal", "peripheral", 6, "255,00"),
    ("handset", "phone", 8, "339,00"), ("access point", "network_device", 2, "418,00"),
)  # fmt: skip
DESKS = 49
TITLES = "Name;Class;Serial number;Asset tag;Location;Owner team;Who has it;Bought;Price;Warranty ends"
SILENT = ("peripheral",)
"""Classes of things that nothing on the network sees."""


def furnish(by: Actor, cast: Cast) -> None:
    """Desks, the laptops of the designers, and five shops; all that is on the network reported last night."""
    today = clock.now().date()
    with clock.frozen(clock.now() - BOUGHT):
        for name in (*OFFICES, *SHOPS):
            life.add_item(by=by, name=name, cls=ItemClass.objects.get(slug="location"), owner_team=cast.teams["web"])
        lines = "\n".join((TITLES, *(";".join(line) for line in _lines(today))))
        file = life.hand_in(by=by, name="desks-and-shops.csv", raw=lines.encode(), format="items")
        life.take_in(file, by=by)
        made = Item.objects.filter(asset_tag__startswith="K-1")
        seen = [*made.exclude(cls__slug__in=SILENT).values_list("pk", flat=True)]
        life.see_again(dict.fromkeys(seen, clock.now()), by=by)
    life.see_again(dict.fromkeys(seen, clock.now() - timedelta(hours=7)), by=by)


def _lines(today: date) -> Iterator[tuple[str, ...]]:
    """One line a thing: name, class, serial number, tag, place, team, who has it, when, for how much, until when."""
    bought, ends = str(today - BOUGHT), str(today + timedelta(days=900))
    for tag, (name, cls, place, team, user, price) in enumerate(_things(), start=1000):
        yield name, cls, f"KO{tag * 7919 % 100_000:05}{tag}", f"K-{tag}", place, team, user, bought, price, ends


def _things() -> Iterator[tuple[str, str, str, str, str, str]]:
    for desk in range(1, DESKS + 1):
        for what, cls, price in AT_A_DESK:
            yield f"Desk {100 + desk}, {what}", cls, "Berlin office", "Platform", "", price
    for first, last in DESIGNERS:
        email = f"{first}.{last}@kestrel.example".lower()
        yield f"Laptop of {first} {last}", "laptop", "Berlin office", "Design", email, "2190,00"
    for shop in SHOPS:
        for what, cls, count, price in IN_A_SHOP:
            for number in range(1, count + 1):
                yield f"{shop.removesuffix(' shop')}, {what} {number}", cls, shop, "Web", "", price
