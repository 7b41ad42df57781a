"""Reads: the catalogue, what is left to somebody, where one is in a form, and one request in words."""

from watchkeep.work.requests.queries.catalogue import catalogue, categories, entitlement, holdings_of, items
from watchkeep.work.requests.queries.filling import asked, choices, flow, names_of, said
from watchkeep.work.requests.queries.reading import is_followed, lines_of, requests_of, requests_page

__all__ = [
    "asked",
    "catalogue",
    "categories",
    "choices",
    "entitlement",
    "flow",
    "holdings_of",
    "is_followed",
    "items",
    "lines_of",
    "names_of",
    "requests_of",
    "requests_page",
    "said",
]
