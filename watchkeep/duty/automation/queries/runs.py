"""Runs: those of an incident, and those that go on."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from watchkeep.duty.automation.models import Run, RunStep, StepState
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

LONGEST_RESULT = 2000
"""How much of what the machine said later steps can repeat."""


def runs_of(ticket: int, actor: Actor) -> list[Run]:
    """The runs on an incident, the newest first, with their steps: two queries."""
    return list(with_steps(Run.objects.visible_to(actor).filter(ticket=ticket)))


def with_steps(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Runs with their steps and the people at them."""
    steps = RunStep.objects.select_related("owner", "person", "approver").order_by("position")
    return runs.select_related("ticket", "starter", "rater", "procedure").prefetch_related(
        Prefetch("steps", queryset=steps)
    )


def going_on(ticket: int) -> list[Run]:
    """The runs of an incident that have not ended."""
    return list(Run.objects.going().filter(ticket=ticket))


def output_of(action_run: int) -> str:
    """What the machine said when it did a step."""
    return ActionRun.objects.filter(pk=action_run).values_list("output", flat=True).first() or ""


def results_of(run: Run) -> dict[str, dict[str, Any]]:
    """What the machine found in the steps that are done, by their short names (- becomes _), for later steps."""
    rows = RunStep.objects.filter(run=run, state=StepState.DONE, action_run__isnull=False)
    places = {run_ or 0: position for run_, position in rows.values_list("action_run", "position")}
    found = ActionRun.objects.filter(pk__in=places).values_list("pk", "result", "output")
    return {
        run.plan[places[pk]].key.replace("-", "_"): {"output": output[:LONGEST_RESULT], **result}
        for pk, result, output in found
    }


def facts_of(ticket: Ticket) -> dict[str, int | None]:
    """What conditions ask of an incident."""
    return {"severity": ticket.severity, "tier": ticket.service.tier if ticket.service else None}
