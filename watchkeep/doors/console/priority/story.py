"""How a timeline tells of priorities that follow what is affected, and of people's word on them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "incident.priority_pinned": Line("details", "lock", _("{by} pinned the priority at P{priority} {reason}")),
    "incident.priority_unpinned": Line("details", "impact", _("{by} let the priority follow what is affected again")),
    "incident.priority_suggested": Line(
        "details", "impact", _("It is pinned, but P{priority} would follow: {reason}"), "amber"
    ),
    "incident.priority_refused": Line("details", "cross", _("{by} refused P{priority}: {reason}")),
    "incident.service_affected": Line("state", "service", _("{name} is affected as well, by {how} {reason}"), "orange"),
    "incident.service_spared": Line("state", "service", _("{name} is not affected, or no longer {reason}")),
    "incident.major_declared": Line("state", "flag", _("{by} declared a major incident: {reason}"), "red"),
    "incident.major_withdrawn": Line("state", "flag", _("{by} said that it is no major incident: {reason}")),
}
