"""How a product stands on a day: what is owned, used, missing and not needed, what that costs, and where it leads.

* ``missing = max(0, used - covered)``: what runs without a licence that covers it.
* ``free = owned - taken``: licences that cover nothing. ``idle``: those that cover somebody who does not use it.
* cost at risk: ``missing`` at the dearest price in force, for a year. Cost of shelfware: each free licence at its own
  price, each idle one at the lowest price in force, for a year.
* A price for good counts with a third of it a year, as if written off over three years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

YEARS_OF_USE = 3
LEAST_DAYS, WINDOW_DAYS = 14, 90
_CENT = Decimal("0.01")


class Status(StrEnum):
    """What the figures mean."""

    COMPLIANT = "compliant"
    OVER = "over"
    UNDER = "under"
    UNLICENSED = "unlicensed"
    UNUSED = "unused"


@dataclass(frozen=True)
class Price:
    """What one licence costs. ``every``: in how many months it comes again; 0 for good."""

    each: Decimal
    every: int

    @property
    def a_year(self) -> Decimal:
        """What one costs in a year, in euro."""
        return self.each * 12 / self.every if self.every else self.each / YEARS_OF_USE


@dataclass(frozen=True)
class Figures:
    """What is known of a product on a day."""

    owned: int = 0
    used: int = 0
    covered: int = 0
    idle: int = 0
    free: int = 0

    @property
    def missing(self) -> int:
        """What runs without a licence that covers it."""
        return self.used - self.covered

    @property
    def unused(self) -> int:
        """What is paid for and not needed."""
        return self.free + self.idle

    @property
    def status(self) -> Status:
        """Over: more is used than covered. Under: some are not needed. Unused: none is needed."""
        if self.missing:
            return Status.OVER if self.owned else Status.UNLICENSED
        if self.owned and self.unused >= self.owned:
            return Status.UNUSED
        return Status.UNDER if self.unused else Status.COMPLIANT


def cost_at_risk(missing: int, prices: Sequence[Price]) -> Decimal:
    """What it would cost to buy what is missing, for a year in euro; nothing where no price is known."""
    return (missing * max((one.a_year for one in prices), default=Decimal(0))).quantize(_CENT)


def cost_of_shelfware(free: Mapping[int, int], idle: int, prices: Mapping[int, Price]) -> Decimal:
    """What is paid in a year, in euro, for what nobody needs: by entitlement how many are free, and how many idle."""
    cheapest = min((one.a_year for one in prices.values()), default=Decimal(0))
    costs = (n * prices[entitlement].a_year for entitlement, n in free.items())
    return (sum(costs, Decimal(0)) + idle * cheapest).quantize(_CENT)


def forecast(used: Mapping[date, int], on: date, until: date) -> int | None:
    """How many will be used on a later day: a straight line through the days of the last 90 (least squares).

    Source: A.-M. Legendre, 1805. A day without a figure is like the one before it. None with less than 14 days.
    """
    first = min(used, default=on)
    begins = max(first, on - timedelta(days=WINDOW_DAYS))
    days = (on - begins).days + 1
    if days < LEAST_DAYS:
        return None
    values, level = [], used[max(day for day in used if day <= begins)]
    for place in range(days):
        level = used.get(begins + timedelta(days=place), level)
        values.append(level)
    middle, mean = (days - 1) / 2, sum(values) / days
    slope = sum((x - middle) * (y - mean) for x, y in enumerate(values)) / sum((x - middle) ** 2 for x in range(days))
    return max(0, round(mean + slope * ((until - begins).days - middle)))
