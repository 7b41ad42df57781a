"""The map of a problem's life, and the one way to walk it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.problems.models import Problem
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets.models import DONE, Merge, State, stirred

NEW, INVESTIGATING, KNOWN, FIXING = State.NEW, State.INVESTIGATING, State.KNOWN_ERROR, State.FIXING
STATES = (NEW, INVESTIGATING, KNOWN, FIXING, State.RESOLVED, State.CLOSED, State.CANCELLED)
OPEN = (NEW, INVESTIGATING, KNOWN, FIXING)
MERGEABLE = (*OPEN, State.RESOLVED)

LIFE = Lifecycle(
    Step("investigate", (NEW,), INVESTIGATING, may=P.WORK, label=_("Investigate")),
    Step("know", (NEW, INVESTIGATING), KNOWN, may=P.WORK, needs=("workaround",), label=_("Known error")),
    Step("begin_fix", (INVESTIGATING, KNOWN), FIXING, may=P.WORK, needs=("cause",), label=_("Begin the fix")),
    Step("resolve", (INVESTIGATING, KNOWN, FIXING), State.RESOLVED, may=P.WORK, needs=("fix",), label=_("Resolve")),
    Step("close", (State.RESOLVED,), State.CLOSED, may=P.CLOSE, needs=("verification",), label=_("Verify and close")),
    Step("cancel", OPEN, State.CANCELLED, may=P.CLOSE, needs=("cancel_reason",), label=_("No problem")),
    Step("reopen", DONE, INVESTIGATING, may=P.WORK, label=_("Reopen")),
    Step("merge", MERGEABLE, State.CLOSED, may=P.WORK, label=_("Merge into another")),
    Step("take_in", MERGEABLE, None, may=P.WORK),
    *(Step(f"unmerge_to_{state}", (State.CLOSED,), state, may=P.WORK) for state in MERGEABLE),
)
"""``take_in`` and ``unmerge_to_…`` are taken inside verbs and have no button of their own."""


def open_to(problem: Problem, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw."""
    if Merge.objects.filter(ticket=problem.ticket).exists():
        return []
    return [step for step in LIFE.open_to(problem.ticket, actor) if step.label]


def take(problem: Problem, verb: str, *, by: Actor, spine: Mapping[str, Any] | None = None, **details: Any) -> None:
    """Take a step: state and ``spine`` on the ticket, ``details`` on the problem, in one transaction."""
    end = LIFE.steps[verb].end
    changes = dict(spine or {}) | stirred("state", *(spine or {}))
    if end is not None:
        changes["is_open"] = end not in DONE
    LIFE.move(problem.ticket, verb, by=by, given=details, **changes)
    if details:
        Problem.objects.filter(pk=problem.pk).update(**details)
        problem.refresh_from_db(fields=list(details))
