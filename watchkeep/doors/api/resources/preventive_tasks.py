"""Preventive tasks: what is done again and again on a service or an item, so that something does not happen again."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Line, Listing, Named, Paging, Record, Ref, Whole, Zone
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers.models import Contract
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Action, Occurrence, Task
from watchkeep.insight.reviews.permissions import P
from watchkeep.work.changes.models import ChangeModel

router = Resource("Preventive tasks")
of_actions = Resource("Preventive tasks")
Detail = Annotated[str, Field(max_length=20_000)]
Evidence = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]
Rule = Annotated[str, Field(min_length=1, max_length=200, examples=["FREQ=MONTHLY;BYDAY=2TU"])]
"""A recurrence rule of whole days (RFC 5545, section 3.3.10)."""
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["17:00"])]


class PreventiveTaskOut(Record):
    """Something that is done every so often."""

    id: int
    number: str
    title: str
    detail: str
    service: Named | None
    item: Named | None
    owner: Named
    team: Named | None
    corrective_action: int | None
    """The action from which it was made."""
    rule: str
    rhythm: str
    """The rule in words."""
    time_zone: str
    due_time: str | None
    """By when on its day; null is the end of the day."""
    next_on: date
    due_at: datetime
    contract: str | None
    makes: Literal["", "change", "request"]
    """What is made of it ahead of each day."""
    change_model: Named | None
    lead_days: int
    ticket: str | None
    """What was made for the day that is next."""
    is_active: bool

    @classmethod
    def of(cls, task: Task) -> "PreventiveTaskOut":
        """Show a task whose places and people are loaded."""
        names = ("number", "title", "detail", "rule", "rhythm", "time_zone", "next_on", "due_at", "is_active")
        return cls(
            id=task.pk,
            contract=task.contract.number if task.contract else None,
            makes=task.makes,  # type: ignore[arg-type]  # checked by the row
            change_model=Named.of(task.model),
            lead_days=task.lead_days,
            ticket=task.ticket.number if task.ticket else None,
            service=Named.of(task.service),
            item=Named.of(task.item),
            owner=Named(id=task.owner_id, name=task.owner.name),
            team=Named.of(task.team),
            corrective_action=task.action_id,
            due_time=f"{task.due_time:%H:%M}" if task.due_time else None,
            **{name: getattr(task, name) for name in names},
        )

    def href(self) -> str:
        """Where the task is found."""
        return f"/api/v1/preventive-tasks/{self.id}"


class OccurrenceOut(Record):
    """One day of the schedule: kept in time, late, or missed."""

    id: int
    due_on: date
    state: Literal["done", "late", "missed"]
    done_at: datetime | None
    done_by: Named | None
    evidence: str

    @classmethod
    def of(cls, row: Occurrence) -> "OccurrenceOut":
        """Show an occurrence whose doer is loaded."""
        names = ("due_on", "state", "done_at", "evidence")
        return cls(id=row.pk, done_by=Named.of(row.done_by), **{name: getattr(row, name) for name in names})


class Making(Change):
    """What is made of a task ahead of each day, and because of which contract it is done."""

    makes: Literal["", "change", "request"] = ""
    change_model: Ref | None = None
    lead_days: Annotated[Whole, Field(ge=0, le=365)] = 7
    contract: Ref | None = None


class ComplianceOut(Record):
    """How many days of schedules in a month, or of a task, were kept in time, late, or not at all."""

    key: str
    """A month as `2026-11`, or the number of a task."""
    name: str
    done: int
    late: int
    missed: int
    percent: int

    @classmethod
    def of(cls, one: queries.Compliance) -> "ComplianceOut":
        """Show one line."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class CompliancesOut(Record):
    """The last twelve months, by month and by task."""

    months: list[ComplianceOut]
    tasks: list[ComplianceOut]

    @classmethod
    def of(cls, months: list[queries.Compliance], tasks: list[queries.Compliance]) -> "CompliancesOut":
        """Show both."""
        return cls(months=[ComplianceOut.of(one) for one in months], tasks=[ComplianceOut.of(one) for one in tasks])


class PreventiveTaskNew(Making):
    """What is done by whom, on which service or item, on the days of which rule, from which day on."""

    title: Line
    owner: Ref
    first_on: Day
    service: Ref | None
    item: Ref | None = None
    detail: Detail = ""
    team: Ref | None = None
    rule: Rule = "FREQ=MONTHLY"
    time_zone: Zone = ""
    """Left out, it is that of the service or item."""
    due_time: Hour | None = None


class PreventionNew(Making):
    """From which day on; what is left out is read from the corrective action."""

    first_on: Day
    title: Line = ""
    owner: Ref = 0
    service: Ref | None = None
    item: Ref | None = None
    detail: Detail = ""
    team: Ref | None = None
    rule: Rule = "FREQ=MONTHLY"
    time_zone: Zone = ""
    due_time: Hour | None = None


class PreventiveTaskEdit(Making):
    """What is left out stays. Another rule or day is where the schedule begins anew."""

    title: Line = ""
    owner: Ref = 0
    detail: Detail = ""
    service: Ref | None = None
    item: Ref | None = None
    team: Ref | None = None
    rule: Rule = ""
    time_zone: Zone = ""
    due_time: Hour | None = None
    next_on: Day = date.max


class DoneOnce(Change):
    """How one can see it, and for which day: of two who do it at once one is told (409)."""

    evidence: Evidence
    due_on: Day | None = None


class EndReason(Change):
    """Why it is not needed any more."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class TaskFilters(BaseModel):
    """Whose they are, on what, and whether they go on."""

    active: bool | None = None
    owner: Id | None = None
    service: Id | None = None
    item: Id | None = None


@router.list("", PreventiveTaskOut, may=P.SEE_ACTIONS)
def list_preventive_tasks(
    request: Call, filters: Query[TaskFilters], paging: Query[Paging]
) -> Listing[PreventiveTaskOut]:
    """Preventive tasks, the newest first."""
    asked = filters.model_dump(exclude_none=True)
    wanted = {"is_active" if name == "active" else name: value for name, value in asked.items()}
    return answers.listed(request, _tasks(request).filter(**wanted), PreventiveTaskOut.of, paging)


@router.create("", PreventiveTaskOut, may=P.MANAGE_ACTIONS)
def plan_preventive_task(request: Call, body: PreventiveTaskNew) -> PreventiveTaskOut:
    """Have something done again and again."""
    given = _referred(request, body)
    return _shown(request, life.plan_task(by=request.auth, starts_on=given.pop("first_on"), **given))


@of_actions.create("/{int:corrective_action}/prevent", PreventiveTaskOut, may=P.MANAGE_ACTIONS)
def prevent_with_task(request: Call, corrective_action: Id, body: PreventionNew) -> PreventiveTaskOut:
    """Turn a corrective action into something that is done again and again."""
    rows = Action.objects.visible_to(request.auth)
    shown = ("owner", "team", "watch_service", "review__incident__ticket__service")
    row, given = finding.one(request, rows.select_related(*shown), corrective_action), _referred(request, body)
    return _shown(request, life.prevent_with(row, by=request.auth, starts_on=given.pop("first_on"), **given))


@router.read("/compliance", CompliancesOut, may=P.SEE_ACTIONS)
def get_preventive_compliance(request: Call) -> CompliancesOut:
    """Whether preventive work was done in time in the last twelve months."""
    request.auth.need(P.SEE_ACTIONS, "see preventive tasks")
    return CompliancesOut.of(queries.by_month(request.auth), queries.by_task(request.auth))


@router.read("/{int:preventive_task}", PreventiveTaskOut)
def get_preventive_task(request: Call, preventive_task: Id) -> PreventiveTaskOut:
    """One preventive task."""
    return PreventiveTaskOut.of(finding.one(request, _tasks(request), preventive_task))


@router.edit("/{int:preventive_task}", PreventiveTaskOut, may=P.MANAGE_ACTIONS)
def edit_preventive_task(request: Call, preventive_task: Id, body: PreventiveTaskEdit) -> PreventiveTaskOut:
    """Change words, owner, place or schedule."""
    row = finding.one(request, _tasks(request), preventive_task)
    answers.seen(request, PreventiveTaskOut.of(row))
    life.edit_task(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.list("/{int:preventive_task}/occurrences", OccurrenceOut)
def list_occurrences(request: Call, preventive_task: Id, paging: Query[Paging]) -> Listing[OccurrenceOut]:
    """When it was done, the latest first."""
    row = finding.one(request, _tasks(request), preventive_task)
    return answers.listed(request, row.occurrences.select_related("done_by"), OccurrenceOut.of, paging)


@router.verb("/{int:preventive_task}/done", PreventiveTaskOut, may=P.WORK_ACTIONS)
def do_preventive_task(request: Call, preventive_task: Id, body: DoneOnce) -> PreventiveTaskOut:
    """It was done this time. The next time follows from the schedule."""
    row = finding.one(request, _tasks(request), preventive_task)
    life.do_task(row, by=request.auth, evidence=body.evidence, due_on=body.due_on)
    return _shown(request, row)


@router.verb("/{int:preventive_task}/end", PreventiveTaskOut, may=P.MANAGE_ACTIONS)
def end_preventive_task(request: Call, preventive_task: Id, body: EndReason) -> PreventiveTaskOut:
    """It is not needed any more. What was done stays on record."""
    row = finding.one(request, _tasks(request), preventive_task)
    life.end_task(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


def _tasks(request: Call) -> QuerySet[Task]:
    return Task.objects.visible_to(request.auth).select_related(
        "service", "item", "owner", "team", "contract", "model", "ticket"
    )


def _shown(request: Call, task: Task) -> PreventiveTaskOut:
    return PreventiveTaskOut.of(_tasks(request).get(pk=task.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    """What was given, with the records that it names."""
    given, auth = body.given(), request.auth
    places = {
        "owner": Person.objects.visible_to(auth),
        "service": Service.objects.visible_to(auth),
        "item": Item.objects.visible_to(auth),
        "team": Team.objects.all(),
        "change_model": ChangeModel.objects.visible_to(auth),
        "contract": Contract.objects.visible_to(auth),
    }
    for name in given.keys() & places.keys():
        given[name] = answers.refer(places[name], given[name], name)
    if "change_model" in given:
        given["model"] = given.pop("change_model")
    if given.get("due_time"):
        given["due_time"] = time.fromisoformat(given["due_time"])
    return given
