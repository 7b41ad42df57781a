"""What problems tell on their own timelines."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "problem.opened": Line("state", "problem", _("{by} opened the problem"), "blue"),
    "problem.investigated": Line("state", "search", _("{by} began to look for the cause"), "amber"),
    "problem.became_known": Line("state", "book", _("{by} made it a known error"), "violet"),
    "problem.fix_begun": Line("state", "wrench", _("{by} began the fix {reference}"), "blue"),
    "problem.change_named": Line("details", "link", _("{by} named the change that fixes it: {reference}"), "blue"),
    "problem.resolved": Line("state", "state-resolved", _("{by} resolved it: {fix}"), "green"),
    "problem.closed": Line("state", "state-closed", _("{by} verified and closed it")),
    "problem.reopened": Line("state", "undo", _("{by} reopened it: {reason}"), "amber"),
    "problem.cancelled": Line("state", "state-cancelled", _("{by} sees no problem in it: {reason}")),
    "problem.merged": Line("state", "merge", _("{by} merged it into {into}"), "violet"),
    "problem.unmerged": Line("state", "split", _("{by} took it out of {out_of} again"), "violet"),
    "problem.amended": Line("details", "edit", _("{by} wrote down {fields}")),
    "problem.incident_linked": Line("details", "link", _("{by} says that it caused {other}")),
}
