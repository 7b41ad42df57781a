"""What doors and reactions ask of status pages."""

from watchkeep.duty.announcements.models.pages import said
from watchkeep.duty.announcements.queries.finding import (
    by_domain,
    components_behind,
    components_of_ticket,
    dropped_programs,
    listening_to,
    may_read,
    of_ticket,
    opened_by,
    waiting,
)
from watchkeep.duty.announcements.queries.reading import Shown, Snapshot, history_of, snapshot
from watchkeep.duty.announcements.queries.speaking import (
    address_of,
    folder_of,
    languages_of,
    name_in,
    news_payload,
    phase_words,
    with_effects,
    worth_words,
)
from watchkeep.duty.announcements.rules.history import DAYS, History, Stretch, in_figures

__all__ = [
    "DAYS",
    "History",
    "Shown",
    "Snapshot",
    "Stretch",
    "address_of",
    "by_domain",
    "components_behind",
    "components_of_ticket",
    "dropped_programs",
    "folder_of",
    "history_of",
    "in_figures",
    "languages_of",
    "listening_to",
    "may_read",
    "name_in",
    "news_payload",
    "of_ticket",
    "opened_by",
    "phase_words",
    "said",
    "snapshot",
    "waiting",
    "with_effects",
    "worth_words",
]
