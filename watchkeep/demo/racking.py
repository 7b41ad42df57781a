"""What Kestrel's servers stand in, hang on and carry: racks, a network, two hosts full of machines, certificates.

It has stood for months, so that the map knows a past; one thing moved the day before yesterday.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item, ItemClass, Relation, State
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

THINGS: dict[str, tuple[str, str, dict[str, Any]]] = {  # name: class, where, what is known of such things
    "Hamburg data centre": ("location", "", {"city": "Hamburg", "country": "Germany"}),
    "Rack H1": ("rack", "Hamburg data centre", {"height_units": 42}),
    "Rack H2": ("rack", "Hamburg data centre", {"height_units": 42}),
    "Berlin office": ("location", "", {"city": "Berlin", "country": "Germany"}),
    "fw-01": ("network_device", "Rack H1", {"role": "firewall", "ports": 8}),
    "sw-h1": ("network_device", "Rack H1", {"role": "switch", "ports": 48}),
    "sw-h2": ("network_device", "Rack H2", {"role": "switch", "ports": 48}),
    "san-01": ("storage", "Rack H2", {"capacity": "40 TB", "used": "31 TB", "protocol": "iSCSI"}),
    "vh-01": ("server", "Rack H1", {"os": "Proxmox VE 8", "memory": "512 GB", "cores": 64}),
    "vh-02": ("server", "Rack H2", {"os": "Proxmox VE 8", "memory": "512 GB", "cores": 64}),
    "Virtual hosts": ("cluster", "", {"technology": "Proxmox VE"}),
    "office-printer": ("printer", "Berlin office", {"colour": "yes"}),
    "shop.kestrel.example": ("certificate", "", {"issuer": "Example CA", "subject": "CN=shop.kestrel.example"}),
    "mail.kestrel.example": ("certificate", "", {"issuer": "Example CA", "subject": "CN=mail.kestrel.example"}),
    "Orders, primary": ("database", "", {"engine": "PostgreSQL 17", "replicated": "yes"}),
    "Orders, replica": ("database", "", {"engine": "PostgreSQL 17", "replicated": "yes"}),
    "Search index": ("database", "", {"engine": "OpenSearch 2"}),
    "Shop front": ("application", "", {"vendor": "Kestrel"}),
    "Checkout": ("application", "", {"vendor": "Kestrel"}),
    "Payment gateway": ("application", "", {"vendor": "Kestrel"}),
    "Warehouse suite": ("application", "", {"vendor": "Packwell"}),
    "Postfix": ("software", "", {"version": "3.7", "port": 25}),
}
MACHINES = {"vh-01": 12, "vh-02": 12}
ON_THE_NETWORK = ("vh-01", "vh-02", "fw-01", "sw-h1", "sw-h2", "san-01", "office-printer")
HARDWARE = {"network_device", "storage", "server", "printer"}
STANDS_FOR, MOVED = timedelta(days=150), timedelta(days=2)
TIES = (  # from, how, to
    ("vh-01", "connects_to", "sw-h1"), ("vh-02", "connects_to", "sw-h2"), ("san-01", "connects_to", "sw-h2"),
    ("sw-h1", "connects_to", "fw-01"), ("sw-h2", "connects_to", "fw-01"), ("fw-01", "protects", "Shop front"),
    ("vh-01", "part_of", "Virtual hosts"), ("vh-02", "part_of", "Virtual hosts"), ("vh-01", "depends_on", "san-01"),
    ("vh-02", "depends_on", "san-01"), ("web-01", "connects_to", "sw-h1"), ("web-02", "connects_to", "sw-h2"),
    ("db-01", "connects_to", "sw-h1"), ("db-02", "connects_to", "sw-h2"), ("db-01", "depends_on", "san-01"),
    ("pay-gw-01", "connects_to", "sw-h1"), ("mail-01", "connects_to", "sw-h2"), ("wms-01", "connects_to", "sw-h2"),
    ("Orders, primary", "runs_on", "db-01"), ("Orders, replica", "runs_on", "db-02"),
    ("Orders, replica", "depends_on", "Orders, primary"), ("Search index", "runs_on", "web-01"),
    ("Shop front", "runs_on", "web-01"), ("Checkout", "runs_on", "web-01"),
    ("Checkout", "depends_on", "Payment gateway"),
    ("Payment gateway", "runs_on", "pay-gw-01"), ("Warehouse suite", "runs_on", "wms-01"),
    ("Postfix", "runs_on", "mail-01"),
    ("shop.kestrel.example", "protects", "Shop front"), ("mail.kestrel.example", "protects", "Postfix"),
)  # fmt: skip
ROOMS = """Name;Class;Serial number;Asset tag;Location;Owner team;Bought;Price
Meeting room 1, screen;peripheral;MR-5501;K-301;Berlin office;Platform;2025-02-11;899,00
Meeting room 2, screen;peripheral;MR-5502;K-302;Berlin office;Platform;2025-02-11;899,00
Meeting room 3, screen;peripheral;MR-5503;K-303;Berlin office;Platform;11.22.2025;899,00
Meeting room 4, camera;webcam;MR-5610;K-304;Berlin office;Platform;2025-03-02;349,00
"""
"""What somebody had in a spreadsheet; two lines of it cannot be."""
STOCK = (("Spare laptop 1", State.IN_STOCK), ("Spare laptop 2", State.IN_STOCK), ("Laptop, ordered", State.ORDERED))


def rack(by: Actor, cast: Cast) -> None:
    """Everything under the services, how it hangs together, and who has which laptop; the search index has moved."""
    today = clock.now().date()
    with clock.frozen(clock.now() - STANDS_FOR):
        items = _stand(by, cast)
        _tie(by, items)
        _equip(by, cast, items["Berlin office"], today)
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    life.edit_item(items["shop.kestrel.example"], by=by, values={"valid_until": str(friday)})
    life.edit_item(items["mail.kestrel.example"], by=by, values={"valid_until": str(today + timedelta(days=200))})
    with clock.frozen(clock.now() - MOVED):
        life.unrelate(Relation.objects.get(from_item=items["Search index"], kind="runs_on"), by=by)
        life.relate(items["Search index"], items["web-02"], by=by, kind="runs_on")
    laptops = Item.objects.filter(cls__slug="laptop", state=State.IN_USE).values_list("pk", flat=True)
    seen = (*laptops, *(items[name].pk for name in ON_THE_NETWORK))
    life.see_again(dict.fromkeys(seen, clock.now()), by=by)


def _stand(by: Actor, cast: Cast) -> dict[str, Item]:
    """Places, racks and what is in them, and the machines on the hosts; each item by its name."""
    classes = {one.slug: one for one in ItemClass.objects.all()}
    items = {one.name: one for one in Item.objects.select_related("cls")}
    paid: dict[str, Any] = {"bought_on": clock.now().date(), "price": Decimal(6800), "depreciation_months": 60}
    platform = cast.teams["platform"]
    for name, (slug, where, values) in THINGS.items():
        items[name] = life.add_item(
            by=by,
            name=name,
            cls=classes[slug],
            location=items.get(where),
            owner_team=platform,
            values=values,
            **(paid if slug in HARDWARE else {}),
        )
    for host, count in MACHINES.items():
        for number in range(1, count + 1):
            name = f"{host}-vm-{number:02}"
            items[name] = life.add_item(by=by, name=name, cls=classes["virtual_machine"], owner_team=platform)
    return items


def _tie(by: Actor, items: dict[str, Item]) -> None:
    hosted = [
        (f"{host}-vm-{number:02}", "runs_on", host) for host in MACHINES for number in range(1, MACHINES[host] + 1)
    ]
    for one, kind, other in (*hosted, *TIES):
        life.relate(items[one], items[other], by=by, kind=kind)


def _equip(by: Actor, cast: Cast, office: Item, today: date) -> None:
    """A laptop for each who works here, which reports; what stands in the meeting rooms; and what lies in stock."""
    laptop = ItemClass.objects.get(slug="laptop")
    bought: dict[str, Any] = {
        "bought_on": today - timedelta(days=900),
        "price": Decimal(1490),
        "depreciation_months": 36,
    }
    for name, person in cast.people.items():
        if person.organisation_id == cast["dilara"].organisation_id:
            one = life.add_item(
                by=by, name=f"Laptop of {name.capitalize()}", cls=laptop, user=person, location=office,
                warranty_ends_on=today + timedelta(days=195), **bought,
            )  # fmt: skip
            life.see_again({one.pk: clock.now()}, by=by)
    file = life.hand_in(by=by, name="meeting-rooms.csv", raw=ROOMS.encode(), format="items")
    life.take_in(file, by=by)
    for name, state in STOCK:
        life.add_item(
            by=by, name=name, cls=laptop, state=state, location=office, owner_team=cast.teams["platform"], **bought
        )
