"""Builders of suppliers and contracts."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from testing.makers import estate
from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Contact, Contract, Document, State, Supplier
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def supplier(name: str = "", **more: Any) -> Supplier:
    """A firm from which we buy."""
    return life.add_supplier(by=CLOCK, name=name or f"Supplier {next(_number)}", **more)


def supplier_contact(of: Supplier, name: str = "Kirsten") -> Contact:
    """Somebody there."""
    return life.add_contact(of, by=CLOCK, name=name, phone="+49 30 5550 1400")


def contract(
    of: Supplier | None = None,
    state: str = State.IN_FORCE,
    *,
    ends_in: int | None = 200,
    on: Service | None = None,
    **more: Any,
) -> Contract:
    """A contract of Mia's, in force, that goes on by itself after so many days and costs 1,200 euro a year.

    ``ends_in``: None for one without an end; ``on``: a service that leans on it. Notice period: three months.
    """
    today = clock.now().date()
    values = {
        "title": "Hosting", "starts_on": today - timedelta(days=165),
        "ends_on": None if ends_in is None else today + timedelta(days=ends_in), "renews": ends_in is not None,
        "notice": 3, "cost": 1200, "cost_every": 12,
    } | more  # fmt: skip
    if "owner" not in values:
        values["owner"] = estate.manager()
    made = life.draft(by=CLOCK, supplier=of or supplier(), **values)
    if state != State.DRAFT:
        life.put_in_force(made, by=CLOCK)
    if on:
        services.attach_contract(on, made, by=CLOCK)
    return made


def contract_document(of: Contract, name: str = "signed.pdf") -> Document:
    """A paper of it."""
    return life.add_document(of, by=CLOCK, file=ContentFile(b"%PDF-1.7 signed"), name=name)
