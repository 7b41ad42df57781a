"""Builders of tickets and incidents."""

from typing import Any

from django.core.files.base import ContentFile

from testing.makers import estate
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident, State
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Attachment, Comment, Ticket

_WAYS: dict[str, tuple[str, ...]] = {
    State.NEW: (),
    State.TRIAGED: ("triage",),
    State.IN_PROGRESS: ("acknowledge",),
    State.ON_HOLD: ("acknowledge", "hold"),
    State.RESTORED: ("acknowledge", "restore"),
    State.RESOLVED: ("acknowledge", "resolve"),
    State.CLOSED: ("acknowledge", "resolve", "close"),
    State.CANCELLED: ("cancel",),
}
_GIVEN: dict[str, dict[str, str]] = {
    "hold": {"reason": "Waiting for a part"},
    "resolve": {"fix": "Restarted the relay"},
    "cancel": {"reason": "A false alarm"},
}


def incident(
    state: str = State.NEW, *, by: Actor | Person = CLOCK, title: str = "The shop is down", **more: Any
) -> Incident:
    """An incident in a state, brought there by its verbs."""
    actor = estate.actor(by) if isinstance(by, Person) else by
    made = life.open_(by=actor, title=title, **more)
    for verb in _WAYS[state]:
        getattr(life, verb)(made, by=actor, **_GIVEN.get(verb, {}))
    return made


def ticket(state: str = State.NEW, **more: Any) -> Ticket:
    """The spine of an incident, where the kind does not matter."""
    return incident(state, **more).ticket


def comment(on: Ticket, body: str = "Looking into it.", *, by: Actor = CLOCK, is_public: bool = True) -> Comment:
    """A reply, or an internal note."""
    return (tickets.reply if is_public else tickets.note)(on, by=by, body=body)


def attachment(on: Ticket, name: str = "trace.log", *, by: Actor = CLOCK) -> Attachment:
    """A small text file."""
    return tickets.attach(on, by=by, file=ContentFile(b"a line", name=name), name=name, declared="text/plain")
