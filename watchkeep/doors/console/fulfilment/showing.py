"""How the fulfilment of one request goes, step by step: what went in and out, how long it took, what was undone."""

from dataclasses import dataclass
from typing import Any

from watchkeep.doors.console.procedures.panels import Working
from watchkeep.duty.automation import queries
from watchkeep.duty.automation.models import Run, RunStep
from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.duty.fulfilment.models import Plan
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P


@dataclass(frozen=True)
class Part:
    """One step: its row, what the machine was asked for it, and what took it back."""

    step: RunStep
    action: ActionRun | None
    undoing: ActionRun | None

    @property
    def seconds(self) -> float | None:
        """How long it took, once it is over."""
        began = self.step.taken_at or self.step.ready_at
        return (self.step.ended_at - began).total_seconds() if began and self.step.ended_at else None

    @property
    def given(self) -> list[tuple[Any, Any]]:
        """What went in, by the names of its parameters."""
        if self.action is None:
            return []
        said = [(one.label, self.action.parameters.get(one.name)) for one in actions.fields_of(self.action.action)]
        return [(label, value) for label, value in said if value not in (None, "", [], {})]


@dataclass(frozen=True)
class Course:
    """One run of a plan."""

    one: Working
    parts: list[Part]

    @property
    def run(self) -> Run:
        """The run."""
        return self.one.run


@dataclass(frozen=True)
class Fulfilment:
    """What the page of a request shows of it."""

    courses: list[Course]
    plan: Plan | None
    missing: list[str]
    may_begin: bool


def of(request: Request, actor: Actor) -> Fulfilment | None:
    """Read it in a constant number of queries; None when people do it and always did."""
    runs = [run for run in queries.runs_of(request.pk, actor) if run.runs_itself]
    plan = fulfilment.plan_of(request.item_id)
    if not runs and plan is None:
        return None
    rows = ActionRun.objects.visible_to(actor).filter(ticket=request.pk).select_related("connection")
    known = {row.pk: row for row in rows} if runs else {}
    courses = [Course(one, [_part(step, known) for step in one.steps]) for one in (Working(run, actor) for run in runs)]
    may_begin = actor.may(P.WORK) and fulfilment.can_begin(request, runs, plan)
    return Fulfilment(courses, plan, fulfilment.missing(plan.procedure) if plan else [], may_begin)


def _part(step: RunStep, known: dict[int, ActionRun]) -> Part:
    """A step that is taken back points at its undoing, and that at what it undoes."""
    found = known.get(step.action_run or 0)
    if found is not None and found.undo_of_id is not None:
        return Part(step, known.get(found.undo_of_id), found)
    return Part(step, found, None)
