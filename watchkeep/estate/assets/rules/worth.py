"""What a bought thing is still worth: written off in equal parts, month by month (straight-line depreciation)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

CENT = Decimal("0.01")


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; none when it has not come yet."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(months, 0)


def worth(price: Decimal, bought_on: date, months: int, on: date) -> Decimal:
    """Euro, to the cent: the price less an equal part for each whole month, and nothing at the end."""
    if not months:
        return price.quantize(CENT)
    left = max(months - months_between(bought_on, on), 0)
    return (price * left / months).quantize(CENT)
