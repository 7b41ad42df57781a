"""Rows of licences: products, how titles are read, what was bought, who uses it, and how a product stands."""

from watchkeep.estate.licences.models.entitlements import Cover, Entitlement, Key, Metric, PriceEvery, UpgradeRight
from watchkeep.estate.licences.models.products import Licence, Product
from watchkeep.estate.licences.models.reading import Origin, Reading, Rule
from watchkeep.estate.licences.models.uses import STATUSES, Peak, Position, Seat, SignIn, Use

__all__ = [
    "STATUSES",
    "Cover",
    "Entitlement",
    "Key",
    "Licence",
    "Metric",
    "Origin",
    "Peak",
    "Position",
    "PriceEvery",
    "Product",
    "Reading",
    "Rule",
    "Seat",
    "SignIn",
    "UpgradeRight",
    "Use",
]
