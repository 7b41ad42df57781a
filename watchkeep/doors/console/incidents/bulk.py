"""Many incidents at once: what would change for each, and then doing it, each in its own transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets

MOST = 200
VERBS: Mapping[str, tuple[str, Callable[[Incident, Actor, str], None]]] = {
    "acknowledge": ("", lambda incident, by, _words: life.acknowledge(incident, by=by)),
    "hold": ("on_hold", lambda incident, by, words: life.hold(incident, by=by, reason=words)),
    "resume": ("in_progress", lambda incident, by, _words: life.resume(incident, by=by)),
    "restore": ("restored", lambda incident, by, _words: life.restore(incident, by=by)),
    "resolve": ("resolved", lambda incident, by, words: life.resolve(incident, by=by, fix=words)),
    "close": ("closed", lambda incident, by, _words: life.close(incident, by=by)),
    "cancel": ("cancelled", lambda incident, by, words: life.cancel(incident, by=by, reason=words)),
}
WITH_WORDS = {"hold", "resolve", "cancel"}


@dataclass(frozen=True)
class Order:
    """What to do with each: empty parts leave things as they are."""

    verb: str = ""
    words: str = ""
    team: Team | None = None
    person: Person | None = None
    to_nobody: bool = False
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return self == Order(words=self.words)


@dataclass(frozen=True)
class Plan:
    """What would happen to one incident: what changes, or why nothing can."""

    incident: Incident
    changes: list[tuple[str, str, str]]
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        """Whether there is something to do and nothing against it."""
        return bool(self.changes) and not self.refusal


def preview(incidents: list[Incident], order: Order, actor: Actor) -> list[Plan]:
    """What the order would do to each, asked without doing it."""
    return [Plan(one, _changes(one, order), _against(one, order, actor)) for one in incidents]


def carry_out(incidents: list[Incident], order: Order, actor: Actor) -> list[Plan]:
    """Do it. One that is refused does not stop the others."""
    done = []
    for incident in incidents:
        changes, refusal = _changes(incident, order), ""
        try:
            if changes:
                _do(incident, order, actor)
        except (Refused, NotAllowed) as no:
            refusal = no.message
        done.append(Plan(incident, changes, refusal))
    return done


def _do(incident: Incident, order: Order, actor: Actor) -> None:
    handed: dict[str, Any] = {}
    if order.team:
        handed["team"] = order.team
    if order.person or order.to_nobody:
        handed["person"] = order.person
    if handed:
        tickets.assign(incident.ticket, by=actor, **handed)
    if order.add_tags or order.remove_tags:
        tickets.tag(incident.ticket, by=actor, add=order.add_tags, remove=order.remove_tags)
    if order.verb:
        VERBS[order.verb][1](incident, actor, order.words)


def _changes(incident: Incident, order: Order) -> list[tuple[str, str, str]]:
    ticket, changes = incident.ticket, []
    if order.team and order.team != ticket.team:
        changes.append((_("Team"), str(ticket.team or _("none")), str(order.team)))
    if (order.person and order.person != ticket.assignee) or (order.to_nobody and ticket.assignee):
        changes.append((_("Assignee"), str(ticket.assignee or _("nobody")), str(order.person or _("nobody"))))
    tags = sorted({*ticket.tags, *order.add_tags} - {*order.remove_tags})
    if tags != ticket.tags:
        changes.append((_("Tags"), ", ".join(ticket.tags) or _("none"), ", ".join(tags) or _("none")))
    if order.verb:
        step = life.LIFE.steps[order.verb]
        changes.append((str(step.label), ticket.state, VERBS[order.verb][0] or str(step.end)))
    return changes


def _against(incident: Incident, order: Order, actor: Actor) -> str:
    if order.verb and order.verb not in {step.verb for step in life.open_to(incident, actor)}:
        return _("Not possible from where it stands, or not yours to do.")
    return "" if _changes(incident, order) else _("Nothing would change.")
