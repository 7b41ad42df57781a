"""Reads: the plan of an item, whether it can be carried out, and what came true without anybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from watchkeep.duty.automation.models import Kind, Procedure, Run, RunState, RunStep, StepState, Version
from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.duty.connections.models import State as ActionState
from watchkeep.duty.fulfilment.models import Plan, Pool
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.life import Ask
from watchkeep.work.requests.models import CatalogueItem, Request
from watchkeep.work.tickets.models import State

BEGINNABLE = (State.NEW, State.IN_PROGRESS)
"""Where a request stands when its plan may begin."""


def plan_of(item: int | None) -> Plan | None:
    """The plan of an item; None when people do it."""
    return Plan.objects.filter(item=item).select_related("procedure").first() if item else None


def pool_of(item: int | None) -> Pool | None:
    """From which product's pool whoever gets an item gets a seat; None for most items."""
    return Pool.objects.filter(item=item).select_related("product").first() if item else None


def people_of(request: Request) -> list[Person]:
    """Whom a request is for: the people whom its answers name; else whoever asked, alone."""
    asked = [one.name for one in request.edition.questions if one.ask == Ask.PERSON] if request.edition else []
    named = [request.answers.get(name) for name in asked]
    found = Person.objects.in_bulk([key for key in named if isinstance(key, int)])
    people = [found[key] for key in dict.fromkeys(named) if key in found]
    return people or ([request.ticket.requester] if request.ticket.requester else [])


def missing(procedure: Procedure) -> list[str]:
    """The connections that a plan needs and that are not there or paused, by name."""
    version = Version.objects.filter(procedure=procedure, number=procedure.published_number or 0).first()
    steps = version.plan if version else ()
    names = {step.action.connection for step in steps if step.action and step.action.connection}
    return sorted(names - set(Connection.objects.usable().filter(name__in=names).values_list("name", flat=True)))


def missing_of(item: int) -> list[str]:
    """The connections for which the plan of an item waits, by name."""
    plan = plan_of(item)
    return missing(plan.procedure) if plan else []


def plans() -> list[tuple[int, str]]:
    """The plans that an item can be given, from A to Z."""
    rows = Procedure.objects.offered().filter(kind=Kind.FULFILMENT).order_by("name")
    return list(rows.values_list("pk", "name"))


def can_begin(request: Request, runs: Iterable[Run], plan: Plan | None) -> bool:
    """Whether a plan could begin (again) on this request, its runs given."""
    is_free = request.state in BEGINNABLE and not any(run.is_going for run in runs)
    return plan is not None and is_free and plan.procedure.is_offered and not missing(plan.procedure)


def stuck(actor: Actor) -> QuerySet[Request]:
    """Open requests whose plan has failed, waits for a person, was taken back, or was never begun."""
    latest = Run.objects.filter(ticket=OuterRef("pk"), procedure__kind=Kind.FULFILMENT).order_by("-id")
    by_hand = RunStep.objects.filter(run=OuterRef("run"), state=StepState.READY)
    asks = ActionRun.objects.filter(ticket=OuterRef("pk"), state=ActionState.WAITING_APPROVAL)
    rows = Request.objects.visible_to(actor).open().exclude(ticket__state=State.WAITING)
    rows = rows.annotate(run=Subquery(latest.values("pk")[:1]), run_state=Subquery(latest.values("state")[:1]))
    waits = Q(run_state=RunState.RUNNING) & (Exists(by_hand) | Exists(asks))
    never = Q(run=None, item__in=Plan.objects.values("item"))
    return rows.filter(Q(run__isnull=False) & ~Q(run_state=RunState.RUNNING) | waits | never)


def with_reasons(rows: Sequence[Request]) -> list[tuple[Request, str]]:
    """Stuck requests with what each waits for, in words: two queries for any number of them."""
    wanted = (StepState.READY, StepState.FAILED, StepState.UNDOING)
    runs = [row.run for row in rows if row.run]  # type: ignore[attr-defined]  # ``stuck`` has asked for it
    steps: dict[int, RunStep] = {}
    for step in RunStep.objects.filter(run__in=runs, state__in=wanted).order_by("-position"):
        steps[step.run_id] = step
    return [(row, _reason(row, steps.get(row.run or 0))) for row in rows]  # type: ignore[attr-defined]  # the same


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


def _reason(row: Request, step: RunStep | None) -> str:
    state = row.run_state  # type: ignore[attr-defined]  # ``stuck`` has asked for it
    if state is None:
        return _("Its plan has not begun.")
    words = {
        RunState.STOPPED: _("“%(step)s” failed."),
        RunState.UNDOING: _("“%(step)s” waits to be taken back."),
        RunState.RUNNING: _("“%(step)s” is to be done by a person."),
    }
    if step is not None and state in words:
        return words[RunState(state)] % {"step": step.title}
    ended = {
        RunState.UNDONE: _("What was done has been taken back."),
        RunState.RUNNING: _("An action waits for approval."),
    }
    return ended.get(RunState(state), _("The plan has ended, and they do not have it yet."))
