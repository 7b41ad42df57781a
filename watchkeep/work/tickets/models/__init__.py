"""The rows of the tickets slice, in chapters."""

from watchkeep.work.tickets.models.drafts import Draft, Way
from watchkeep.work.tickets.models.spine import DONE, Detail, Kind, State, Ticket, TicketQuerySet, Watcher
from watchkeep.work.tickets.models.thread import Attachment, Comment, Pin
from watchkeep.work.tickets.models.ties import Link, Merge, Relation
from watchkeep.work.tickets.models.versions import stirred
from watchkeep.work.tickets.models.views import SavedView
from watchkeep.work.tickets.models.wordings import Wording

__all__ = [
    "DONE",
    "Attachment",
    "Comment",
    "Detail",
    "Draft",
    "Kind",
    "Link",
    "Merge",
    "Pin",
    "Relation",
    "SavedView",
    "State",
    "Ticket",
    "TicketQuerySet",
    "Watcher",
    "Way",
    "Wording",
    "stirred",
]
