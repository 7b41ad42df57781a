"""How runs of actions are told on a ticket's timeline."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "action.asked": Line("plan", "bolt", _("{by} asked for {action}"), is_quiet=True),
    "action.approved": Line("plan", "shield", _("{by} approved {action}"), "green"),
    "action.refused": Line("plan", "cross", _("{by} refused {action}: {reason}"), "amber"),
    "action.started": Line("plan", "play", _("{action} began"), is_quiet=True),
    "action.answered": Line("plan", "check", _("{by} answered: {answer}"), "blue"),
    "action.succeeded": Line("plan", "check", _("{action} succeeded {seconds}"), "green"),
    "action.failed": Line("plan", "error", _("{action} failed: {why}"), "red"),
    "action.timed_out": Line("plan", "timer", _("{action} timed out after {seconds}"), "red"),
    "action.cancelled": Line("plan", "stop", _("{by} called {action} off {reason}"), "amber"),
    "action.undone": Line("plan", "undo", _("{action} was undone"), "violet"),
}
