"""What requests and approvals tell on timelines."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "request.opened": Line("state", "request", _("{by} asked for it"), "blue"),
    "request.waiting": Line("state", "timer", _("It waits for approval"), "violet"),
    "request.cleared": Line("state", "check", _("Nothing stands in the way"), "green"),
    "request.started": Line("state", "play", _("{by} began to work on it"), "amber"),
    "request.held": Line("state", "pause", _("{by} put it on hold: {reason}"), "violet"),
    "request.resumed": Line("state", "play", _("{by} took it up again"), "amber"),
    "request.changed": Line("details", "edit", _("{by} changed what is asked for")),
    "request.fulfilled": Line("state", "state-resolved", _("{by} fulfilled it: {result}"), "green"),
    "request.closed": Line("state", "state-closed", _("{by} closed it")),
    "request.refused": Line("state", "cross", _("{by} refused it: {reason}"), "red"),
    "request.cancelled": Line("state", "state-cancelled", _("{by} cancelled it {reason}")),
    "request.reopened": Line("state", "undo", _("{by} reopened it: {reason}"), "amber"),
    "request.turned": Line("state", "incident", _("{by} made it an incident: {number}"), "blue"),
    "request.merged": Line("state", "merge", _("{by} merged it into {into}"), "violet"),
    "request.unmerged": Line("state", "split", _("{by} took it out of {out_of} again"), "violet"),
    "request.given_back": Line("details", "undo", _("{by} gave it back {reason}")),
    "request.left_to_people": Line("details", "person", _("The machine leaves it to people: {reason}"), "amber"),
    "request.plan_begun_again": Line("details", "play", _("{by} let the plan try again")),
    "approval.asked": Line("details", "shield", _("{by} asked for approval")),
    "approval.stage_begun": Line("details", "shield", _("Asked now: {name}")),
    "approval.answered": Line("details", "comment", _("{by} answered the question for approval: {agreed} {reason}")),
    "approval.delegated": Line("details", "right", _("{by} handed the question to {person}")),
    "approval.succeeded": Line("details", "right", _("Somebody who was asked has left: whoever follows them is asked")),
    "approval.reminded": Line("details", "mail", _("Whoever has not answered was reminded")),
    "approval.approved": Line("state", "check", _("Approved"), "green"),
    "approval.refused": Line("state", "cross", _("Not approved: {reason}"), "red"),
    "approval.expired": Line("state", "timer", _("Nobody answered in time"), "amber"),
    "approval.fell": Line("state", "undo", _("The approval holds no more: {reason}"), "amber"),
    "approval.withdrawn": Line("details", "minus", _("The question for approval was taken back")),
}
