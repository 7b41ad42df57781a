"""What an item is worth."""

from datetime import date
from decimal import Decimal

from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.rules.worth import worth


def worth_of(item: Item, on: date) -> Decimal | None:
    """Euro that it is still worth that day; None where price, first day or how it is written off is not known."""
    if item.price is None or item.bought_on is None or item.depreciation_months is None:
        return None
    return worth(item.price, item.bought_on, item.depreciation_months, on)
