"""Reads: the catalogue, who looks after it, what is left, where one is in a form, and one request in words."""

from watchkeep.work.requests.queries.catalogue import (
    STANDINGS,
    catalogue,
    categories,
    entitlement,
    held_of,
    holdings_of,
    items,
    owners,
)
from watchkeep.work.requests.queries.drafting import compared, conditions_of, draft_of, newest, rule_of, words_of
from watchkeep.work.requests.queries.filling import asked, choices, flow, names_of, said
from watchkeep.work.requests.queries.reading import is_followed, lines_of, requests_of, requests_page, takes_requests

__all__ = [
    "STANDINGS",
    "asked",
    "catalogue",
    "categories",
    "choices",
    "compared",
    "conditions_of",
    "draft_of",
    "entitlement",
    "flow",
    "held_of",
    "holdings_of",
    "is_followed",
    "items",
    "lines_of",
    "names_of",
    "newest",
    "owners",
    "requests_of",
    "requests_page",
    "rule_of",
    "said",
    "takes_requests",
    "words_of",
]
