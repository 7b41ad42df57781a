"""From whom Kestrel buys, and which days must not be missed: one contract decides itself within weeks, one ends."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import life as offered
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Contract, Kind
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

SUPPLIERS: dict[str, dict[str, str]] = {
    "Fjord Hosting": {
        "website": "https://fjord-hosting.example", "support_phone": "+47 5550 1100", "customer_number": "KES-20417",
        "support_email": "help@fjord-hosting.example", "support_portal": "https://fjord-hosting.example/help",
        "notes": "Say “red line” for a disturbance: the call goes past the queue.",
    },
    "Paycove": {
        "website": "https://paycove.example", "support_phone": "+353 1 555 0142", "customer_number": "889-1127",
        "support_email": "merchants@paycove.example",
    },
    "Harborline Networks": {"support_phone": "+49 40 5550 880", "customer_number": "K 7731"},
    "Pencilworks": {"website": "https://pencilworks.example", "support_email": "support@pencilworks.example"},
    "Lagerhaus Technik": {"support_phone": "+49 30 5550 275", "customer_number": "WMS-0088"},
}  # fmt: skip
PEOPLE = (
    ("Fjord Hosting", "Sunniva Dahl", "Account manager", "+47 5550 1123"),
    ("Fjord Hosting", "Night desk", "Duty engineer", "+47 5550 1199"),
    ("Paycove", "Declan Moran", "Merchant support", "+353 1 555 0150"),
)
LEANING = {
    "Hosting of the shop and its database": ("web-shop", "database", "search"),
    "Cards and wallets": ("payments",),
    "Lines to the warehouse": ("warehouse",),
    "Care of the warehouse system": ("warehouse",),
}
ON_IT = {
    "Hosting of the shop and its database": ("web-01", "web-02", "db-01", "db-02"),
    "Cards and wallets": ("pay-gw-01",),
    "Care of the warehouse system": ("wms-01",),
}
GOES_ON = {"renews": True}
CONTRACTS: dict[str, tuple[str, str, int | None, dict[str, Any]]] = {
    "Hosting of the shop and its database": (
        "Fjord Hosting", "chidi", 214,
        GOES_ON | {"notice": 6, "cost": 3480, "response_minutes": 30, "resolution_minutes": 240},
    ),
    "Design suite, 40 seats": (
        "Pencilworks", "chidi", 60,
        GOES_ON | {"kind": Kind.SUBSCRIPTION, "notice": 48, "notice_in_months": False, "cost": 26880, "cost_every": 12},
    ),
    "Cards and wallets": (
        "Paycove", "chidi", 540,
        GOES_ON | {"kind": Kind.UNDERPINNING, "notice": 3, "cost": 1900, "response_minutes": 15},
    ),
    "Lines to the warehouse": (
        "Harborline Networks", "admin", 45,
        {"kind": Kind.LEASE, "cost": 640, "notes": "Ends with the move to the new hall."},
    ),
    "Care of the warehouse system": (
        "Lagerhaus Technik", "admin", None, {"notice": 1, "cost": 2250, "cost_every": 3}
    ),
}  # fmt: skip
"""What is agreed: from whom, whose it is, in how many days it ends, and the terms."""


def buy(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Suppliers, whom to call there, what was agreed, and what leans on it."""
    suppliers = {name: life.add_supplier(by=by, name=name, **about) for name, about in SUPPLIERS.items()}
    for name, who, role, phone in PEOPLE:
        life.add_contact(suppliers[name], by=by, name=who, role=role, phone=phone)
    for title, (name, owner, days, terms) in CONTRACTS.items():
        said = terms | _days(days) | {"title": title, "owner": cast[owner]}
        contract = life.draft(by=by, supplier=suppliers[name], **said)
        _file(contract, by)
        life.put_in_force(contract, by=by)
        for slug in LEANING.get(title, ()):
            offered.attach_contract(services[slug], contract, by=by)
        for item in Item.objects.filter(name__in=ON_IT.get(title, ())):
            assets.edit_item(item, by=by, contract=contract, supplier=contract.supplier)
    life.draft(by=by, supplier=suppliers["Harborline Networks"], title="A second line, by radio", cost=290)


def _days(days: int | None) -> dict[str, Any]:
    """A year until its end, or a year that goes on."""
    today = clock.now().date()
    ends_on = None if days is None else today + timedelta(days=days)
    return {"starts_on": (ends_on or today) - timedelta(days=729), "ends_on": ends_on}


def _file(contract: Contract, by: Actor) -> None:
    words = f"{contract.supplier.name}: {contract.title}. Signed.\n".encode()
    life.add_document(contract, by=by, file=ContentFile(words, name="agreement.txt"), name="agreement.txt")
