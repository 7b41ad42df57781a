"""What each fact says on a timeline: an icon, a tone, a part of the story, and a sentence.

A sentence follows the name of whoever did it; ``{name}`` stands for a value of the fact. A fact that is not
listed here is told in the words of its own kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words

PARTS: Mapping[str, Words] = {
    "talk": _("Talk"),
    "state": _("State"),
    "paging": _("Paging"),
    "alerts": _("Alerts"),
    "sla": _("SLA"),
    "details": _("Details"),
}


@dataclass(frozen=True)
class Line:
    """How one kind of fact is told."""

    part: str
    icon: str
    words: Words
    tone: str = ""


LINES: Mapping[str, Line] = {
    "incident.opened": Line("state", "incident", _("opened the incident as P{priority}"), "blue"),
    "incident.triaged": Line("state", "state-triaged", _("triaged it")),
    "incident.acknowledged": Line("state", "check", _("acknowledged it"), "blue"),
    "incident.started": Line("state", "state-in_progress", _("began to work on it"), "amber"),
    "incident.held": Line("state", "state-on_hold", _("put it on hold: {reason}"), "violet"),
    "incident.resumed": Line("state", "play", _("resumed work"), "amber"),
    "incident.restored": Line("state", "state-restored", _("restored the service at {restored_at}"), "green"),
    "incident.resolved": Line("state", "state-resolved", _("resolved it: {fix}"), "green"),
    "incident.closed": Line("state", "state-closed", _("closed it")),
    "incident.cancelled": Line("state", "state-cancelled", _("cancelled it: {reason}")),
    "incident.reopened": Line("state", "undo", _("reopened it {reason}"), "amber"),
    "incident.merged": Line("state", "merge", _("merged it into {into}"), "violet"),
    "incident.unmerged": Line("state", "split", _("took it out of {out_of} again"), "violet"),
    "incident.parent_set": Line("details", "parent", _("made {parent} its parent")),
    "incident.reprioritised": Line(
        "details", "impact", _("set impact {impact} and urgency {urgency}: P{was_priority} is now P{priority} {reason}")
    ),
    "incident.severity_changed": Line("state", "severity-2", _("declared SEV{severity} {reason}"), "orange"),
    "incident.update_posted": Line("talk", "megaphone", _("posted an update"), "blue"),
    "incident.amended": Line("details", "edit", _("corrected {fields}")),
    "ticket.replied": Line("talk", "reply", _("replied")),
    "ticket.noted": Line("talk", "lock", _("wrote an internal note"), "amber"),
    "ticket.assigned": Line("details", "person", _("gave it to {person} {team}")),
    "ticket.edited": Line("details", "edit", _("edited {fields}")),
    "ticket.tagged": Line("details", "tag", _("tagged it {added} {removed}")),
    "ticket.attached": Line("talk", "attachment", _("attached {name}")),
    "ticket.linked": Line("details", "link", _("linked it: {relation} {other}")),
    "ticket.unlinked": Line("details", "link", _("took away the link to {other}")),
    "ticket.watched": Line("details", "eye", _("added {person} as a watcher")),
    "ticket.unwatched": Line("details", "eye-off", _("took {person} off the watchers")),
    "sla.started": Line("sla", "timer", _("started the clock: {measure} within {terms}")),
    "sla.paused": Line("sla", "pause", _("paused the clock: {measure}")),
    "sla.resumed": Line("sla", "play", _("resumed the clock: {measure}, due {due_at}")),
    "sla.recalculated": Line("sla", "timer", _("reckoned the clock anew: {measure}, {reason}")),
    "sla.at_risk": Line("sla", "timer", _("warns: {measure} is at risk, due {due_at}"), "amber"),
    "sla.breached": Line("sla", "fire", _("{measure} is breached: it was due {due_at}"), "red"),
    "sla.met": Line("sla", "check", _("stopped the clock: {measure} after {used_seconds}"), "green"),
    "sla.stopped": Line("sla", "stop", _("stopped the clock: {measure}, {reason}")),
    "oncall.escalation_started": Line("paging", "escalate", _("began to look for somebody: {name}"), "blue"),
    "oncall.paged": Line("paging", "on-call", _("paged {person} {through}"), "blue"),
    "oncall.page_skipped": Line("paging", "warning", _("could not page {name}: {why}"), "amber"),
    "oncall.nobody_reachable": Line("paging", "error", _("found nobody who can be reached"), "red"),
    "oncall.acknowledged": Line("paging", "check", _("answered the page after {seconds}"), "green"),
    "oncall.escalated": Line("paging", "escalate", _("went on to the next step"), "orange"),
    "oncall.exhausted": Line("paging", "error", _("paged everybody, and nobody answered"), "red"),
    "oncall.stopped": Line("paging", "stop", _("stopped looking: {why}")),
    "notify.given_up": Line("paging", "error", _("could not deliver a message by {channel}: {answer}"), "red"),
    "detection.alert_folded": Line("alerts", "alert", _("{count} alerts: {summary}"), "red"),
    "detection.alert_resolved": Line("alerts", "check", _("{count} alerts recovered, {left} still fire"), "green"),
}
