"""Pure decisions about software: what titles mean, what is covered, and how a product stands. No database, no clock."""

from watchkeep.estate.licences.rules.allocating import Need, Outcome, allocate
from watchkeep.estate.licences.rules.columns import CALLED, METRICS, RHYTHMS
from watchkeep.estate.licences.rules.covering import Terms, Upgrades, is_covered, numbers
from watchkeep.estate.licences.rules.metrics import OF_MACHINES, OF_PEOPLE, WEIGHED, By, licences_for
from watchkeep.estate.licences.rules.papers import Paper, as_csv, as_pdf, next_reminder
from watchkeep.estate.licences.rules.standing import (
    WINDOW_DAYS,
    Figures,
    Price,
    Status,
    cost_at_risk,
    cost_of_shelfware,
    forecast,
)
from watchkeep.estate.licences.rules.titles import (
    Pattern,
    Reader,
    fits,
    is_sound,
    pattern_for,
    product_for,
    squeezed,
    version_in,
)

__all__ = [
    "CALLED",
    "METRICS",
    "OF_MACHINES",
    "OF_PEOPLE",
    "RHYTHMS",
    "WEIGHED",
    "WINDOW_DAYS",
    "By",
    "Figures",
    "Need",
    "Outcome",
    "Paper",
    "Pattern",
    "Price",
    "Reader",
    "Status",
    "Terms",
    "Upgrades",
    "allocate",
    "as_csv",
    "as_pdf",
    "cost_at_risk",
    "cost_of_shelfware",
    "fits",
    "forecast",
    "is_covered",
    "is_sound",
    "licences_for",
    "next_reminder",
    "numbers",
    "pattern_for",
    "product_for",
    "squeezed",
    "version_in",
]
