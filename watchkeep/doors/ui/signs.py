"""How a state, a priority, a severity is drawn: a word, a shape and a tone, always all three."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Sign:
    """What stands for a value on a page. Colour is never alone: each sign has words and a shape."""

    label: Words
    icon: str
    tone: str = "grey"


STATES: Mapping[str, Sign] = {
    "new": Sign(_("New"), "state-new", "blue"),
    "triaged": Sign(_("Triaged"), "state-triaged", "blue"),
    "in_progress": Sign(_("In progress"), "state-in_progress", "amber"),
    "on_hold": Sign(_("On hold"), "state-on_hold", "violet"),
    "investigating": Sign(_("Investigating"), "search", "amber"),
    "known_error": Sign(_("Known error"), "book", "violet"),
    "fixing": Sign(_("Fix in progress"), "wrench", "blue"),
    "restored": Sign(_("Restored"), "state-restored", "green"),
    "resolved": Sign(_("Resolved"), "state-resolved", "green"),
    "closed": Sign(_("Closed"), "state-closed"),
    "cancelled": Sign(_("Cancelled"), "state-cancelled"),
    "waiting": Sign(_("Waiting for approval"), "timer", "violet"),
    "draft": Sign(_("Draft"), "edit"),
    "assessing": Sign(_("Being assessed"), "impact", "blue"),
    "approved": Sign(_("Approved"), "check", "green"),
    "scheduled": Sign(_("Scheduled"), "calendar", "blue"),
    "implementing": Sign(_("Being carried out"), "state-in_progress", "amber"),
    "evaluating": Sign(_("Being judged"), "chart", "violet"),
    "refused": Sign(_("Refused"), "cross", "red"),
    "in_force": Sign(_("In force"), "check", "green"),
    "notice_given": Sign(_("Notice given"), "flag", "amber"),
    "ended": Sign(_("Ended"), "stop"),
}
PRIORITIES: Mapping[int, Sign] = {
    1: Sign(_("Critical"), "priority-1", "red"),
    2: Sign(_("High"), "priority-2", "orange"),
    3: Sign(_("Medium"), "priority-3"),
    4: Sign(_("Low"), "priority-4"),
    5: Sign(_("Planning"), "priority-5"),
}
SEVERITIES: Mapping[int, Sign] = {
    1: Sign("SEV1", "severity-1", "red"),
    2: Sign("SEV2", "severity-2", "orange"),
    3: Sign("SEV3", "severity-3", "amber"),
    4: Sign("SEV4", "severity-4", "grey"),
}
NOTICES: Mapping[str, Sign] = {
    "info": Sign(_("Note"), "info", "blue"),
    "success": Sign(_("Done"), "success", "green"),
    "warning": Sign(_("Mind"), "warning", "amber"),
    "error": Sign(_("Error"), "error", "red"),
    "debug": Sign(_("Debug"), "info", "grey"),
}


def of_state(state: str) -> Sign:
    """The sign of a state; one that the kit has not met is drawn plainly, in its own words."""
    return STATES.get(state) or Sign(state.replace("_", " ").capitalize(), "state-triaged")
