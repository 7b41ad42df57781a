"""What changes tell on their own timelines."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.changes.forms import PlanForm
from watchkeep.doors.console.incidents.story import UNTOLD, Line
from watchkeep.doors.ui.signs import Words

FIELDS: Mapping[str, Words] = {
    **{name: one.label or name for name, one in PlanForm.base_fields.items()},
    "plan": _("Steps"), "team": _("Team"), "answers": _("What only people know of its risk"),
}  # fmt: skip
"""What the form calls what can be planned otherwise."""

LINES: Mapping[str, Line] = {
    "change.drafted": Line("state", "change", _("{by} drew the change up"), "blue"),
    "change.amended": Line("details", "edit", _("{by} planned it otherwise: {fields}"), labels=FIELDS),
    "change.submitted": Line("state", "arrow-right", _("{by} submitted it"), "blue"),
    "change.assessed": Line("details", "impact", _("Its risk is {risk}")),
    "change.approval_asked": UNTOLD,  # as ``approval.asked``, which the approval tells in the same breath
    "change.approved": Line("state", "check", _("Nothing stands in its way: {why}"), "green"),
    "change.turned_down": Line("state", "cross", _("It was turned down: {reason}"), "red"),
    "change.reworked": Line("state", "undo", _("{by} took it back to its draft: {reason}"), "amber"),
    "change.scheduled": Line("state", "calendar", _("It has its time: {starts_at} to {ends_at}"), "blue"),
    "change.begun": Line("state", "play", _("{by} began to carry it out"), "amber"),
    "change.overran": Line("state", "timer", _("It should have ended at {ends_at} and goes on"), "orange"),
    "change.step_taken": Line("plan", "arrow-right", _("{by}: {title} ({state})")),
    "change.finished": Line("state", "state-resolved", _("{by} has carried it out"), "green"),
    "change.recorded": Line("state", "search", _("{by} raised it: it was found done, by whom is not known"), "amber"),
    "change.backed_out": Line("state", "undo", _("{by} backed it out: {reason}"), "red"),
    "change.closed": Line("state", "state-closed", _("{by} closed it: {outcome}")),
    "change.harm_found": Line("state", "warning", _("It did harm: it counts as one that went wrong"), "red"),
    "change.harm_cleared": Line("state", "check", _("{by}: it did no harm"), "green"),
    "change.cancelled": Line("state", "state-cancelled", _("{by} called it off: {reason}")),
    "change.unanswered": Line("state", "timer", _("Nobody answered in time"), "orange"),
    "change.approver_left": Line("state", "warning", _("{person} has left, whose yes decided: asked anew"), "amber"),
    "change.board_decided": Line("state", "team", _("{board}: {decision}, {votes_for} to {votes_against}"), "violet"),
    "change.caught_by_freeze": Line("state", "lock", _("The freeze “{name}” stops it: {reason}"), "red"),
    "change.freed_of_freeze": Line("state", "lock", _("The freeze “{name}” stops it no more"), "green"),
    "change.let_through": Line("state", "lock", _("{by} let it through the freeze “{name}”: {reason}"), "amber"),
    "change.stopped_again": Line("state", "lock", _("{by} took back that it may pass the freeze “{name}”"), "red"),
    "change.left_unapproved": Line("state", "warning", _("Nobody approved it by {regularise_by}"), "orange"),
}
