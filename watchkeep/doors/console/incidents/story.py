"""What each fact says on a timeline: an icon, a tone, a part of the story, and a sentence.

A sentence begins with ``{by}``, whoever did it, unless it happened by itself; other ``{names}`` stand for values of the
fact. A feature tells its own facts in a ``story`` module with ``LINES``, as this one; a fact that is listed nowhere is
told in the words of its own kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words

PINNED = "pinned"
PARTS: Mapping[str, Words] = {
    PINNED: _("Pinned"),
    "talk": _("Talk"),
    "state": _("State"),
    "plan": _("Plan"),
    "paging": _("Paging"),
    "alerts": _("Alerts"),
    "sla": _("SLA"),
    "details": _("Details"),
}


@dataclass(frozen=True)
class Line:
    """How one kind of fact is told. A quiet one stands back: machinery, not story.

    With ``is_news_only`` it is told where it says something else than the one before of its kind. ``labels`` are what
    the form calls the fields that a fact may name.
    """

    part: str
    icon: str
    words: Words
    tone: str = ""
    is_quiet: bool = False
    is_news_only: bool = False
    labels: Mapping[str, Words] = field(default_factory=dict)


UNTOLD = Line("details", "info", "")
"""For a fact of which another one tells the same: it stands on no timeline."""


LINES: Mapping[str, Line] = {
    "incident.opened": Line("state", "incident", _("{by} opened the incident as P{priority}"), "blue"),
    "incident.triaged": Line("state", "state-triaged", _("{by} triaged it")),
    "incident.acknowledged": Line("state", "check", _("{by} acknowledged it"), "blue"),
    "incident.started": Line("state", "state-in_progress", _("{by} began to work on it"), "amber"),
    "incident.held": Line("state", "state-on_hold", _("{by} put it on hold: {reason}"), "violet"),
    "incident.resumed": Line("state", "play", _("{by} resumed work"), "amber"),
    "incident.restored": Line("state", "state-restored", _("{by} restored the service at {restored_at}"), "green"),
    "incident.resolved": Line("state", "state-resolved", _("{by} resolved it: {fix}"), "green"),
    "incident.closed": Line("state", "state-closed", _("{by} closed it")),
    "incident.closing_put_off": Line("state", "lock", _("It cannot be closed yet: {because}"), "amber"),
    "incident.cancelled": Line("state", "state-cancelled", _("{by} cancelled it: {reason}")),
    "incident.reopened": Line("state", "undo", _("{by} reopened it {reason}"), "amber"),
    "incident.merged": Line("state", "merge", _("{by} merged it into {into}"), "violet"),
    "incident.unmerged": Line("state", "split", _("{by} took it out of {out_of} again"), "violet"),
    "incident.parent_set": Line("details", "parent", _("{by} made {parent} its parent")),
    "incident.reprioritised": Line(
        "details",
        "impact",
        _("{by} set impact {impact} and urgency {urgency}: P{was_priority} is now P{priority} {reason}"),
    ),
    "incident.severity_changed": Line("state", "severity-2", _("{by} declared SEV{severity} {reason}"), "orange"),
    "incident.update_posted": Line("talk", "megaphone", _("{by} posted an update"), "blue"),
    "incident.amended": Line("details", "edit", _("{by} corrected {fields}")),
    "ticket.replied": Line("talk", "reply", _("{by} replied")),
    "ticket.noted": Line("talk", "lock", _("{by} wrote an internal note"), "amber"),
    "ticket.mentioned": Line("talk", "person", _("{by} mentioned {people}"), is_quiet=True),
    "ticket.split": Line("details", "split", _("{by} made {other} of what was said here"), "violet"),
    "ticket.assigned": Line("details", "person", _("{by} gave it to {person} {team}")),
    "ticket.edited": Line("details", "edit", _("{by} edited {fields}")),
    "ticket.tagged": Line("details", "tag", _("{by} tagged it {added} {removed}")),
    "ticket.entry_pinned": Line("details", "bookmark", _("{by} pinned an entry"), is_quiet=True),
    "ticket.entry_unpinned": Line("details", "bookmark", _("{by} took a pin away"), is_quiet=True),
    "ticket.attached": Line("talk", "attachment", _("{by} attached {name}")),
    "ticket.macro_applied": Line("details", "play", _("{by} applied the macro {name}"), is_quiet=True),
    "time.started": Line("details", "timer", _("{by} started a clock"), is_quiet=True),
    "time.logged": Line("details", "timer", _("{person} worked on it for {worked_seconds}"), is_quiet=True),
    "time.corrected": Line(
        "details", "timer", _("{by} corrected {was_seconds} of {person} to {worked_seconds}: {reason}"), is_quiet=True
    ),
    "time.struck": Line("details", "timer", _("{by} struck out {was_seconds} of {person}: {reason}"), is_quiet=True),
    "ticket.linked": Line("details", "link", _("{by} linked it: {relation} {other}")),
    "ticket.unlinked": Line("details", "link", _("{by} took away the link to {other}")),
    "ticket.watched": Line("details", "eye", _("{by} added {person} as a watcher")),
    "ticket.unwatched": Line("details", "eye-off", _("{by} took {person} off the watchers")),
    "sla.started": Line("sla", "timer", _("{measure} clock started: {terms}"), is_quiet=True),
    "sla.paused": Line("sla", "pause", _("{measure} clock paused: {reason}"), is_quiet=True),
    "sla.resumed": Line("sla", "play", _("{measure} clock goes on, due {due_at}"), is_quiet=True),
    "sla.recalculated": Line("sla", "timer", _("{measure} clock reckoned anew: {terms}"), is_quiet=True),
    "sla.at_risk": Line("sla", "timer", _("{measure} is at risk, due {due_at}"), "amber"),
    "sla.breached": Line("sla", "fire", _("{measure} is breached: it was due {due_at}"), "red"),
    "sla.met": Line("sla", "check", _("{measure} clock stopped after {used_seconds}"), is_quiet=True),
    "sla.stopped": Line("sla", "stop", _("{measure} clock ended: {reason}"), is_quiet=True),
    "oncall.escalation_started": Line("paging", "escalate", _("Looking for somebody: {name}"), "blue"),
    "oncall.paged": Line("paging", "on-call", _("{person} was paged {through}"), "blue"),
    "oncall.page_skipped": Line("paging", "warning", _("{name} could not be paged: {why}"), "amber"),
    "oncall.nobody_reachable": Line("paging", "error", _("Nobody can be reached"), "red"),
    "oncall.acknowledged": Line("paging", "check", _("{by} answered the page after {seconds}"), "green"),
    "oncall.escalated": Line("paging", "escalate", _("{by} went on to the next step of the policy"), "orange"),
    "oncall.exhausted": Line("paging", "error", _("Everybody was paged, and nobody answered"), "red"),
    "oncall.stopped": Line("paging", "stop", _("The search ended"), is_quiet=True),
    "notify.given_up": Line("paging", "error", _("A message by {channel} could not be delivered: {answer}"), "red"),
    "detection.alert_folded": Line("alerts", "alert", _("{by} reported {summary}"), "red"),
    "detection.alert_resolved": Line("alerts", "check", _("{by} said it recovered; {left} still fire"), "green"),
}
