"""What Kestrel Outfitters run: services, what they hang on, and when somebody is there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.calendars import life as calendars
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

SERVICES = {  # slug: name, team, tier, euro an hour, users, customers, what for
    "database": ("Orders database", "platform", 1, 0, 60, 0, "Every order and every customer."),
    "payments": ("Payments", "platform", 1, 9800, 60, 0, "Cards and wallets, through the payment provider."),
    "identity": ("Sign-in", "platform", 2, 0, 640, 0, "Single sign-on for staff, accounts for customers."),
    "search": ("Product search", "web", 2, 2100, 0, 0, "Finds the jacket."),
    "web-shop": ("Web shop", "web", 1, 12400, 120, 41000, "What customers see: catalogue, basket, checkout."),
    "checkout-nordics": ("Checkout, Nordics", "web", 3, 960, 0, 2400, "Paying, for Denmark, Norway and Sweden."),
    "checkout-central-europe": ("Checkout, central Europe", "web", 1, 8400, 0, 26000, "Paying, from Bruges to Warsaw."),
    "warehouse": ("Warehouse system", "platform", 2, 3300, 85, 0, "Picking, packing, labels."),
    "mail": ("E-mail", "platform", 3, 150, 640, 0, "Staff mail and order confirmations."),
    "intranet": ("Intranet", "web", 4, 20, 640, 0, "News, canteen, holiday requests."),
}
ALWAYS_NEEDED = {"checkout-nordics"}
NEEDS = {
    "web-shop": ("payments", "search", "database", "identity"),
    "payments": ("database",),
    "search": ("database",),
    "warehouse": ("database", "identity"),
    "intranet": ("identity",),
}
STANDS_FOR = timedelta(days=150)
ITEMS = {
    "web-01": ("web-shop", "search"),
    "web-02": ("web-shop", "search"),
    "db-01": ("database",),
    "db-02": ("database",),
    "pay-gw-01": ("payments",),
    "mail-01": ("mail",),
    "wms-01": ("warehouse",),
}


def build(by: Actor, cast: Cast) -> dict[str, Service]:
    """Hours, services by their short name, dependencies, and the servers underneath."""
    office = calendars.add_hours(
        by=by, name="Office hours", time_zone="Europe/Berlin", holidays_country="DE", holidays_subdivision="BE"
    )
    services = {}
    for slug, (name, team, tier, value, users, customers, what) in SERVICES.items():
        services[slug] = life.add_service(
            by=by, name=name, description=what, owner_team=cast.teams[team], tier=tier,
            value_per_hour=Decimal(value), users_count=users,
            customers_count=customers, hours=office if tier > 2 and slug not in ALWAYS_NEEDED else None,
        )  # fmt: skip
    for slug, needed in NEEDS.items():
        for other in needed:
            life.depend_on(services[slug], services[other], by=by)
    with clock.frozen(clock.now() - STANDS_FOR):
        _stand(by, cast, services)
    return services


def serial_of(name: str) -> str:
    """What stands on the plate of a server."""
    return f"CZ2{sum(name.encode()):04}{len(name)}K"


def _stand(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    server, today = ItemClass.objects.get(slug="server"), clock.now().date()
    known: dict[str, Any] = {
        "manufacturer": "HPE", "bought_on": today, "price": Decimal(5200), "depreciation_months": 60,
        "warranty_ends_on": today + timedelta(days=1096),
    }  # fmt: skip
    for name, carried in ITEMS.items():
        item = assets.add_item(
            by=by, name=name, cls=server, owner_team=cast.teams["platform"], serial=serial_of(name), **known
        )
        for slug in carried:
            life.attach_item(services[slug], item, by=by)
