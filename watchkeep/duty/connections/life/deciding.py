"""What people decide of a run: that it may go on, that it may not, what they answer, that it ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import events, queries
from watchkeep.duty.connections.life.asking import release
from watchkeep.duty.connections.life.steps import LIFE, tell_of
from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.rules.actions import Ask
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused


@transaction.atomic
def approve(run: ActionRun, *, by: Actor) -> None:
    """Agree to what somebody else asked for. It runs with the values that its placeholders have now."""
    _refuse_own(run, by)
    LIFE.move(run, "approve", by=by, values=queries.values_of(run), **_decision(by))
    tell_of(run, events.Approved, by=by)
    release(run)


@transaction.atomic
def refuse(run: ActionRun, reason: str, *, by: Actor) -> None:
    """Do not agree, and say why. Nothing is sent."""
    _refuse_own(run, by)
    LIFE.move(run, "refuse", by=by, reason=reason.strip()[:300], ended_at=clock.now(), **_decision(by))
    tell_of(run, events.Refused, by=by, reason=reason.strip()[:200])


@transaction.atomic
def answer(run: ActionRun, choice: str, *, by: Actor) -> None:
    """Answer the question of a run. Raises Refused for what was not among its choices."""
    by.need(P.ANSWER, _("answer questions"))
    if run.action != Ask.about.name:
        raise Refused(_("This action asks nothing."))
    if choice not in queries.choices_of(run):
        raise Refused(_("Choose one of the answers."), field="answer")
    now = clock.now()
    LIFE.move(run, "answer", by=by, answer=choice, ended_at=now, due_at=None, output=choice, **_decision(by))
    tell_of(run, events.Answered, by=by, answer=choice)


@transaction.atomic
def cancel(run: ActionRun, *, by: Actor, reason: str = "") -> None:
    """Call it off. What runs is cut off by its worker within seconds; part of it may have happened."""
    was_running = run.state == State.RUNNING
    LIFE.move(run, "cancel", by=by, reason=reason.strip()[:300], ended_at=clock.now(), due_at=None)
    tell_of(run, events.Cancelled, by=by, was_running=was_running, reason=reason.strip()[:200])


def is_own(run: ActionRun, actor: Actor) -> bool:
    """Whether this actor asked for it, by whichever key."""
    return run.asked_by == actor.key or (actor.person is not None and actor.person == run.asked_by_person_id)


def _decision(by: Actor) -> dict[str, Any]:
    return {"decided_by": by.key, "decided_by_name": by.name[:120], "decided_at": clock.now()}


def _refuse_own(run: ActionRun, by: Actor) -> None:
    """Nobody decides on what they asked for, whichever of their keys they hold."""
    if is_own(run, by):
        raise NotAllowed(_("Nobody approves what they asked for."), permission=P.APPROVE)
