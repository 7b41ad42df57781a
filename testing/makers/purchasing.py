"""Builders of orders and invoices."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from testing.makers import estate, supplying
from watchkeep.estate.purchasing import life
from watchkeep.estate.purchasing.models import Invoice, Order
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def order(quantity: int = 3, cls: str = "laptop", **more: Any) -> Order:
    """So many laptops at 1,200 euro, ordered a week ago."""
    wanted = life.Wanted(
        name="Laptop", quantity=quantity, price=Decimal(1200), cls=estate.item_class(cls), manufacturer="Lenovo",
        model="T14", warranty_months=36, depreciation_months=36,
    )  # fmt: skip
    known = {"supplier": supplying.supplier(), "ordered_on": clock.now().date() - timedelta(days=7)} | more
    return life.place(by=CLOCK, lines=[wanted], **known)


def invoice(of: Order, reference: str = "RE-77", **more: Any) -> Invoice:
    """A bill for an order."""
    known = {"dated_on": clock.now().date(), "amount": Decimal(3600), "order": of, "reference": reference} | more
    return life.add_invoice(by=CLOCK, supplier=of.supplier, **known)
