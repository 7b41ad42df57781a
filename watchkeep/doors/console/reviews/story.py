"""What reviews tell on the timeline of an incident."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "review.opened": Line("plan", "book", _("Review {number} is due {due_at}"), "blue"),
    "review.nudged": Line("plan", "timer", _("Review {number} was due {due_at}: somebody was told"), is_quiet=True),
    "review.published": Line("plan", "book", _("{by} published review {number}"), "green"),
    "review.waived": Line("plan", "flag", _("{by} waived review {number}: {reason}"), "amber"),
    "review.resumed": Line("plan", "undo", _("{by} takes up review {number} again")),
    "corrective.recurred": Line(
        "plan", "fire", _("{number} should have prevented this and is open again: {title}"), "red"
    ),
}
