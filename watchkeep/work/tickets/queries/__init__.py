"""Reads: the queue, its counts, and the page of one ticket, each in a constant number of queries."""

from watchkeep.work.tickets.queries.filters import Filters, Group, Order
from watchkeep.work.tickets.queries.queue import counts, page, queue
from watchkeep.work.tickets.queries.reading import PUBLIC, Entry, timeline, watchers

__all__ = ["PUBLIC", "Entry", "Filters", "Group", "Order", "counts", "page", "queue", "timeline", "watchers"]
