"""The verbs as buttons: exactly those that are open to the reader now, the likeliest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.permissions import P as OnCall
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as tickets  # noqa: N811  # two slices, two lists


@dataclass(frozen=True)
class Button:
    """A verb on a page. One that needs nothing is done at once; the others ask first."""

    name: str
    label: Words
    icon: str
    key: str = ""
    at_once: bool = False
    href: str = ""
    is_danger: bool = False


STEPS: Mapping[str, Button] = {
    "acknowledge": Button("acknowledge", _("Acknowledge"), "check", "y", at_once=True),
    "resume": Button("resume", _("Resume"), "play", at_once=True),
    "restore": Button("restore", _("Restored"), "state-restored", "r"),
    "resolve": Button("resolve", _("Resolve"), "state-resolved", "e"),
    "reopen": Button("reopen", _("Reopen"), "undo"),
    "close": Button("close", _("Close"), "state-closed"),
    "start": Button("start", _("Start work"), "play", at_once=True),
    "triage": Button("triage", _("Triage"), "state-triaged", "t"),
    "hold": Button("hold", _("Put on hold"), "pause", "h"),
    "post_update": Button("update", _("Post an update"), "megaphone", "u"),
    "merge": Button("merge", _("Merge into another"), "merge", "m"),
    "set_parent": Button("parent", _("Part of a larger incident"), "parent"),
    "cancel": Button("cancel", _("Cancel"), "state-cancelled", is_danger=True),
}
"""By the step of the map, in the order in which they are offered."""

OTHERS: tuple[tuple[str, Button], ...] = (
    (tickets.ASSIGN, Button("assign", _("Assign"), "person", "a")),
    (P.DECLARE, Button("severity", _("Declare a severity"), "severity-2", "s")),
    (P.PRIORITISE, Button("priority", _("Impact and urgency"), "impact", "p")),
    (P.WORK, Button("deadline", _("Deadline"), "clock")),
    (tickets.EDIT, Button("edit", _("Edit"), "edit")),
    (P.WORK, Button("amend", _("Cause and times"), "history")),
    (tickets.LINK, Button("link", _("Link to another"), "link", "l")),
)
"""What is no step of the map, with the permission that it takes."""

IN_SIGHT = 3


@dataclass(frozen=True)
class Buttons:
    """What stands in sight, and what stands in the menu."""

    first: list[Button]
    more: list[Button]

    @property
    def names(self) -> set[str]:
        """Which verbs are open."""
        return {button.name for button in [*self.first, *self.more]}


ESCALATE = Button("escalate", _("Escalate now"), "escalate")
PAGE = Button("page", _("Page somebody"), "on-call")


def open_to(incident: Incident, actor: Actor, search: Escalation | None = None) -> Buttons:
    """The verbs that this reader may use now. ``search`` is the search for somebody, if there ever was one."""
    open_ = {step.verb for step in life.open_to(incident, actor)}
    steps = [_at(button, incident) for verb, button in STEPS.items() if verb in open_]
    others = [] if incident.is_merged else [_at(button, incident) for may, button in OTHERS if actor.may(may)]
    if incident.is_merged and actor.may(P.MERGE):
        steps = [_at(Button("unmerge", _("Take it out again"), "split"), incident)]
    first = [button for button in steps if not button.is_danger][:IN_SIGHT]
    assign = [button for button in others if button.name == "assign"]
    first = [*first[: IN_SIGHT - 1], *assign, *first[IN_SIGHT - 1 :]] if incident.is_open else first
    more = [*_paging(incident, actor, search), *(button for button in [*steps, *others] if button not in first)]
    return Buttons(first, sorted(more, key=lambda button: button.is_danger))


def _paging(incident: Incident, actor: Actor, search: Escalation | None) -> list[Button]:
    """Paging by hand, while somebody is still looked for, or nobody answered."""
    if search is None or not actor.may(OnCall.ESCALATE) or search.state not in ("running", "exhausted"):
        return []
    verbs = [ESCALATE, PAGE] if search.is_running else [PAGE]
    return [
        Button(**{**vars(one), "href": reverse(f"console:incident-{one.name}", args=[incident.number])})
        for one in verbs
    ]


def _at(button: Button, incident: Incident) -> Button:
    href = reverse(f"console:incident-{button.name}", args=[incident.number])
    return Button(**{**vars(button), "href": href})
