"""Reads: the queue, its counts, and the page of one ticket, each in a constant number of queries."""

from watchkeep.work.tickets.queries.completing import Completion, complete
from watchkeep.work.tickets.queries.counting import counts
from watchkeep.work.tickets.queries.filters import Filters, Group, Order
from watchkeep.work.tickets.queries.hearing import heard
from watchkeep.work.tickets.queries.operators import OPERATORS, Operator
from watchkeep.work.tickets.queries.queue import page, queue
from watchkeep.work.tickets.queries.reading import (
    PUBLIC,
    Entry,
    changed_between,
    draft_of,
    family,
    mentionable,
    timeline,
    watchers,
)
from watchkeep.work.tickets.queries.writing import on_thread

__all__ = [
    "OPERATORS",
    "PUBLIC",
    "Completion",
    "Entry",
    "Filters",
    "Group",
    "Operator",
    "Order",
    "changed_between",
    "complete",
    "counts",
    "draft_of",
    "family",
    "heard",
    "mentionable",
    "on_thread",
    "page",
    "queue",
    "timeline",
    "watchers",
]
