"""What Kestrel Outfitters run: services, what they hang on, and when somebody is there."""

from decimal import Decimal

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.calendars import life as calendars
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Service
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
    server = ItemClass.objects.get(slug="server")
    for name, carried in ITEMS.items():
        item = assets.add_item(by=by, name=name, cls=server, owner_team=cast.teams["platform"])
        for slug in carried:
            life.attach_item(services[slug], item, by=by)
    return services
