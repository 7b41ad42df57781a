"""The rows of the tickets slice, in chapters."""

from watchkeep.work.tickets.models.spine import DONE, Detail, Kind, State, Ticket, TicketQuerySet, Watcher
from watchkeep.work.tickets.models.thread import Attachment, Comment, Pin
from watchkeep.work.tickets.models.ties import Link, Relation
from watchkeep.work.tickets.models.versions import stirred
from watchkeep.work.tickets.models.views import SavedView

__all__ = [
    "DONE",
    "Attachment",
    "Comment",
    "Detail",
    "Kind",
    "Link",
    "Pin",
    "Relation",
    "SavedView",
    "State",
    "Ticket",
    "TicketQuerySet",
    "Watcher",
    "stirred",
]
