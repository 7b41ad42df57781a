"""Reads: the plan of an item, whether it can be carried out, and what came true without anybody."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from watchkeep.duty.automation.models import Kind, Procedure, Run, RunState, RunStep, StepState, Version
from watchkeep.duty.connections.models import Connection
from watchkeep.duty.fulfilment.models import Plan
from watchkeep.work.requests.models import CatalogueItem


def plan_of(item: int | None) -> Plan | None:
    """The plan of an item; None when people do it."""
    return Plan.objects.filter(item=item).select_related("procedure").first() if item else None


def missing(procedure: Procedure) -> list[str]:
    """The connections that a plan needs and that are not there or paused, by name."""
    version = Version.objects.filter(procedure=procedure, number=procedure.published_number or 0).first()
    steps = version.plan if version else ()
    names = {step.action.connection for step in steps if step.action and step.action.connection}
    return sorted(names - set(Connection.objects.usable().filter(name__in=names).values_list("name", flat=True)))


def plans() -> list[tuple[int, str]]:
    """The plans that an item can be given, from A to Z."""
    rows = Procedure.objects.offered().filter(kind=Kind.FULFILMENT).order_by("name")
    return list(rows.values_list("pk", "name"))


def items_without_machine() -> dict[str, list[str]]:
    """The items whose plan waits for a connection, and for which."""
    rows = Plan.objects.select_related("item", "procedure").filter(item__in=CatalogueItem.objects.offered())
    return {plan.item.name: names for plan in rows if (names := missing(plan.procedure))}


def came_true(since: datetime, *, unaided: bool = False) -> QuerySet[Run]:
    """The plans that came to their end since then; ``unaided``: those in which nobody had to do a step."""
    rows = Run.objects.filter(procedure__kind=Kind.FULFILMENT, state=RunState.DONE, ended_at__gte=since)
    hands = RunStep.objects.filter(run=OuterRef("pk"), person__isnull=False)
    return (rows.filter(~Exists(hands)) if unaided else rows).select_related("ticket")


def run_of(request: int) -> Run | None:
    """The run that made a request come true; None when people did it, or it has been taken back."""
    rows = Run.objects.filter(ticket=request, procedure__kind=Kind.FULFILMENT, state=RunState.DONE)
    return rows.order_by("-id").first()


def waits_for_hands(run: Run) -> bool:
    """Whether the next step to take back is one that a person does."""
    return RunStep.objects.filter(run=run, state=StepState.UNDOING, action_run=None).exists()


def is_plan(run: int) -> Run | None:
    """The run of a plan; None when the run is of another kind."""
    found = Run.objects.select_related("ticket", "version").filter(pk=run).first()
    return found if found and found.runs_itself else None
