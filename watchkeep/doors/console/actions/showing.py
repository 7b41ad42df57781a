"""What the page of a run shows besides its row."""

from typing import Any

from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.queries import BadPlaceholder
from watchkeep.kernel.actors import Actor


def of(run: ActionRun, actor: Actor) -> dict[str, Any]:
    """What is sent, what can be answered, and which buttons are the reader's."""
    open_ = {step.verb for step in life.LIFE.open_to(run, actor)}
    may_decide = "approve" in open_ and not life.is_own(run, actor)
    return {
        "sending": run.sent or _would_be_sent(run),
        "parameters": _parameters(run),
        "choices": queries.choices_of(run) if "answer" in open_ and run.action == "ask" else [],
        "may_decide": may_decide,
        "waits_for_others": run.state == "waiting_approval" and not may_decide,
        "may_cancel": "cancel" in open_,
        "may_undo": "undo" in open_ and queries.can_be_undone(run),
        "undoings": run.undoings.all()[:10],
        "seconds": (run.ended_at - run.started_at).total_seconds() if run.ended_at and run.started_at else None,
        "may_see_connection": actor.may(P.SEE),
    }


def _would_be_sent(run: ActionRun) -> str:
    try:
        return queries.shown(run)
    except BadPlaceholder:
        return ""


def _parameters(run: ActionRun) -> list[tuple[Any, Any]]:
    """The parameters as they were asked for, those that say something."""
    shown = [(field.label, run.parameters.get(field.name)) for field in queries.fields_of(run.action)]
    return [(label, value) for label, value in shown if value not in (None, "", [], {})]
