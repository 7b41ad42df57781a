"""What articles tell on the timelines of tickets."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "ticket.article_used": Line("details", "book", _("{by} says that {number} helped"), "green"),
    "ticket.article_unused": Line("details", "book", _("{by} says that {number} did not help after all")),
    "ticket.draft_written": Line("details", "note", _("What was learnt is the draft {number}")),
}
