"""One verb by its name, on a ticket of whatever kind. A kind that joins adds a line to ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.lifecycle import Step
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.permissions import P as Changes
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import life as problems
from watchkeep.work.problems.models import Problem
from watchkeep.work.problems.permissions import P as Problems
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets.models import Kind, Ticket

Act = Callable[[Any, Actor, str], object]


@dataclass(frozen=True)
class Verb:
    """A verb that needs at most a few words; ``back`` is the one that takes it back."""

    act: Act
    needs_words: bool = False
    back: str = ""


@dataclass(frozen=True)
class Handle:
    """How one kind of ticket is found, and what can be done with it by name."""

    rows: Callable[[Actor], Any]
    open_to: Callable[[Any, Actor], list[Step]]
    steps: Mapping[str, Step]
    verbs: Mapping[str, Verb]
    merge: Callable[..., None] | None = None
    unmerge: Callable[..., None] | None = None
    """How it goes into another of its kind and comes out again, where that makes sense."""
    see: str = ""
    """The permission without which nobody sees this kind."""
    parents: Callable[..., None] | None = field(default=None)
    """How it becomes part of another of its own kind, where the kind keeps that itself."""


KINDS: Mapping[str, Handle] = {
    Kind.INCIDENT: Handle(
        rows=Incident.objects.visible_to,
        open_to=incidents.open_to,
        steps=incidents.LIFE.steps,
        merge=incidents.merge,
        unmerge=incidents.unmerge,
        parents=incidents.set_parent,
        verbs={
            "acknowledge": Verb(lambda one, by, _words: incidents.acknowledge(one, by=by)),
            "start": Verb(lambda one, by, _words: incidents.start(one, by=by)),
            "hold": Verb(lambda one, by, words: incidents.hold(one, by=by, reason=words), True, "resume"),
            "resume": Verb(lambda one, by, _words: incidents.resume(one, by=by)),
            "restore": Verb(lambda one, by, _words: incidents.restore(one, by=by), back="reopen"),
            "resolve": Verb(lambda one, by, words: incidents.resolve(one, by=by, fix=words), True, "reopen"),
            "close": Verb(lambda one, by, _words: incidents.close(one, by=by), back="reopen"),
            "cancel": Verb(lambda one, by, words: incidents.cancel(one, by=by, reason=words), True, "reopen"),
            "reopen": Verb(lambda one, by, words: incidents.reopen(one, by=by, reason=words)),
        },
    ),
    Kind.PROBLEM: Handle(
        rows=Problem.objects.visible_to,
        open_to=problems.open_to,
        steps=problems.LIFE.steps,
        merge=problems.merge,
        unmerge=problems.unmerge,
        see=Problems.SEE,
        verbs={
            "investigate": Verb(lambda one, by, _words: problems.investigate(one, by=by)),
            "resolve": Verb(lambda one, by, words: problems.resolve(one, by=by, fix=words), True, "reopen"),
            "close": Verb(lambda one, by, words: problems.close(one, by=by, verification=words), True, "reopen"),
            "cancel": Verb(lambda one, by, words: problems.cancel(one, by=by, reason=words), True, "reopen"),
            "reopen": Verb(lambda one, by, words: problems.reopen(one, by=by, reason=words), True),
        },
    ),
    Kind.CHANGE: Handle(
        rows=Change.objects.visible_to,
        open_to=changes.open_to,
        steps=changes.LIFE.steps,
        see=Changes.SEE,
        verbs={
            "submit": Verb(lambda one, by, _words: changes.submit(one, by=by)),
            "ask": Verb(lambda one, by, _words: changes.ask(one, by=by)),
            "schedule": Verb(lambda one, by, _words: changes.schedule(one, by=by)),
            "begin": Verb(lambda one, by, _words: changes.begin(one, by=by)),
            "finish": Verb(lambda one, by, _words: changes.finish(one, by=by)),
            "back_out": Verb(lambda one, by, words: changes.back_out(one, by=by, reason=words), True),
            "rework": Verb(lambda one, by, words: changes.rework(one, by=by, reason=words), True),
            "cancel": Verb(lambda one, by, words: changes.cancel(one, by=by, reason=words), True),
        },
    ),
    Kind.REQUEST: Handle(
        rows=Request.objects.visible_to,
        open_to=requests.open_to,
        steps=requests.LIFE.steps,
        merge=requests.merge,
        unmerge=requests.unmerge,
        verbs={
            "start": Verb(lambda one, by, _words: requests.start(one, by=by)),
            "hold": Verb(lambda one, by, words: requests.hold(one, by=by, reason=words), True, "resume"),
            "resume": Verb(lambda one, by, _words: requests.resume(one, by=by)),
            "fulfil": Verb(lambda one, by, words: requests.fulfil(one, by=by, result=words), True, "reopen"),
            "close": Verb(lambda one, by, _words: requests.close(one, by=by), back="reopen"),
            "refuse": Verb(lambda one, by, words: requests.refuse(one, by=by, reason=words), True),
            "cancel": Verb(lambda one, by, words: requests.cancel(one, by=by, reason=words), True),
            "reopen": Verb(lambda one, by, words: requests.reopen(one, by=by, reason=words)),
        },
    ),
}


def record_of(ticket: Ticket, by: Actor) -> Any:
    """The detail row of a ticket, with the same ticket in hand. Refused when this actor does not see the kind."""
    found = KINDS[ticket.kind].rows(by).filter(pk=ticket.pk).first()
    if found is None:
        raise Refused(_("There is no such ticket."), code="gone")
    found.ticket = ticket
    return found


def verbs_open_to(ticket: Ticket, by: Actor) -> list[str]:
    """The verbs by name that this actor may take now."""
    handle = KINDS[ticket.kind]
    open_ = {step.verb for step in handle.open_to(record_of(ticket, by), by)}
    return [verb for verb in handle.verbs if verb in open_]


def act(ticket: Ticket, verb: str, *, by: Actor, words: str = "") -> None:
    """Take a verb by its name. Refused (field ``verb``) when this kind has none of that name."""
    known = KINDS[ticket.kind].verbs.get(verb)
    if known is None:
        raise Refused(_("This kind of ticket has no such verb."), field="verb", code="unknown")
    if known.needs_words and not words.strip():
        raise Refused(_("This needs a few words."), field="words", code="missing")
    known.act(record_of(ticket, by), by, words)
