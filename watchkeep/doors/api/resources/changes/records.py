"""Changes, and their verbs."""

from typing import Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.changes.shapes import (
    ChangeEdit,
    ChangeEnd,
    ChangeNew,
    ChangeOut,
    ChangePlanned,
    ChangeReason,
    ChangeState,
    KindName,
    StepTaken,
)
from watchkeep.doors.api.shapes import Id, Listing, Moment, Paging
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change as Row
from watchkeep.work.changes.models import ChangeModel, PlanStep, Source
from watchkeep.work.changes.permissions import P

router = Resource("Changes")


class ChangeFilters(BaseModel):
    """Where they stand, of which kind or model, what they touch, and when."""

    state: ChangeState | None = None
    open: bool | None = None
    kind: KindName | None = None
    model: Id | None = None
    service: Id | None = None
    item: Id | None = None
    from_at: Moment | None = None
    until_at: Moment | None = None


@router.list("", ChangeOut)
def list_changes(request: Call, filters: Query[ChangeFilters], paging: Query[Paging]) -> Listing[ChangeOut]:
    """Changes, the newest first. `from_at` and `until_at` find those whose planned time touches that span."""
    asked = {
        "ticket__state": filters.state, "ticket__is_open": filters.open, "kind": filters.kind, "model": filters.model,
        "touches__service": filters.service, "touches_items__item": filters.item, "ends_at__gt": filters.from_at,
        "starts_at__lt": filters.until_at,
    }  # fmt: skip
    rows = _changes(request).filter(**{name: value for name, value in asked.items() if value is not None})
    return answers.listed(request, rows, ChangeOut.of, paging, order=("-ticket_id",))


@router.create("", ChangeOut, may=P.PLAN)
def draft_change(request: Call, body: ChangeNew) -> ChangeOut:
    """Draw a change up."""
    given = _given(request, body)
    model = answers.refer(ChangeModel.objects.visible_to(request.auth), given.pop("change_model", None), "change_model")
    return _shown(request, life.draft(by=request.auth, model=model, source=Source.API, **given))


@router.read("/{int:change}", ChangeOut)
def get_change(request: Call, change: Id) -> ChangeOut:
    """One change."""
    return ChangeOut.of(finding.one(request, _changes(request), change))


@router.edit("/{int:change}", ChangeOut, may=P.PLAN)
def amend_change(request: Call, change: Id, body: ChangeEdit) -> ChangeOut:
    """Plan it otherwise."""
    row = _one(request, change)
    answers.seen(request, ChangeOut.of(row))
    life.amend(row, by=request.auth, **_given(request, body))
    return _shown(request, row)


@router.verb("/{int:change}/submit", ChangeOut, may=P.PLAN)
def submit_change(request: Call, change: Id) -> ChangeOut:
    """It is planned so far that others can judge it. A standard change is through with that."""
    return _taken(request, change, life.submit)


@router.verb("/{int:change}/ask", ChangeOut, may=P.PLAN)
def ask_for_change_approval(request: Call, change: Id) -> ChangeOut:
    """Ask whoever must agree; where nobody must, nothing stands in its way."""
    return _taken(request, change, life.ask)


@router.verb("/{int:change}/schedule", ChangeOut, may=P.SCHEDULE)
def schedule_change(request: Call, change: Id) -> ChangeOut:
    """Its time stands."""
    return _taken(request, change, life.schedule)


@router.verb("/{int:change}/begin", ChangeOut, may=P.IMPLEMENT)
def begin_change(request: Call, change: Id) -> ChangeOut:
    """Begin to carry it out."""
    return _taken(request, change, life.begin)


@router.verb("/{int:change}/rush", ChangeOut, may=P.RUSH)
def rush_change(request: Call, change: Id) -> ChangeOut:
    """Begin an emergency now; it is approved afterwards."""
    return _taken(request, change, life.rush)


@router.verb("/{int:change}/finish", ChangeOut, may=P.IMPLEMENT)
def finish_change(request: Call, change: Id) -> ChangeOut:
    """It has been carried out."""
    return _taken(request, change, life.finish)


@router.verb("/{int:change}/back-out", ChangeOut, may=P.IMPLEMENT)
def back_change_out(request: Call, change: Id, body: ChangeReason) -> ChangeOut:
    """Take it back."""
    return _taken(request, change, life.back_out, reason=body.reason)


@router.verb("/{int:change}/close", ChangeOut, may=P.CLOSE)
def close_change(request: Call, change: Id, body: ChangeEnd) -> ChangeOut:
    """Say how it went."""
    return _taken(request, change, life.close, outcome=body.outcome, note=body.note)


@router.verb("/{int:change}/rework", ChangeOut, may=P.PLAN)
def rework_change(request: Call, change: Id, body: ChangeReason) -> ChangeOut:
    """Back to its draft: no approval counts."""
    return _taken(request, change, life.rework, reason=body.reason)


@router.verb("/{int:change}/cancel", ChangeOut, may=P.PLAN)
def cancel_change(request: Call, change: Id, body: ChangeReason) -> ChangeOut:
    """Call it off."""
    return _taken(request, change, life.cancel, reason=body.reason)


@router.verb("/{int:change}/steps/{int:plan_step}", ChangeOut, may=P.IMPLEMENT)
def take_change_step(request: Call, change: Id, plan_step: Id, body: StepTaken) -> ChangeOut:
    """Say how a step of the plan went."""
    row = _one(request, change)
    taken = finding.one(request, PlanStep.objects.filter(change=row), plan_step)
    taken.change = row
    life.take_step(taken, by=request.auth, state=body.state, note=body.note)
    return _shown(request, row)


def _changes(request: Call) -> QuerySet[Row]:
    rows = Row.objects.visible_to(request.auth).select_related(
        "ticket__assignee", "ticket__team", "ticket__requester", "owner", "model", "window"
    )
    return rows.prefetch_related("services", "items", "steps")


def _one(request: Call, change: int) -> Row:
    return finding.one(request, _changes(request), change)


def _shown(request: Call, row: Row) -> ChangeOut:
    return ChangeOut.of(_changes(request).get(pk=row.pk))


def _taken(request: Call, change: int, verb: Any, **given: Any) -> ChangeOut:
    row = _one(request, change)
    verb(row, by=request.auth, **given)
    return _shown(request, row)


NAMES = {
    "change_owner": "owner", "planned_from": "starts_at", "planned_until": "ends_at", "risk_answers": "answers",
    "change_kind": "kind",
}  # fmt: skip
"""What a body calls otherwise than the verb does: where several resources use a word, each says which it means."""


def _given(request: Call, body: ChangePlanned) -> dict[str, Any]:
    """What was sent, as the verb takes it: records for ids."""
    given = {NAMES.get(name, name): value for name, value in body.given().items()}
    people = Person.objects.visible_to(request.auth)
    for name, called in (("owner", "change_owner"), ("implementer", "implementer")):
        if name in given:
            given[name] = answers.refer(people, given[name], called)
    if "team" in given:
        given["team"] = answers.refer(Team.objects.all(), given["team"], "team")
    for name, rows in (
        ("services", Service.objects.visible_to(request.auth)), ("items", Item.objects.visible_to(request.auth)),
    ):  # fmt: skip
        if name in given:
            given[name] = _several(rows, given[name], name)
    if "plan" in given:
        given["plan"] = [one.model_dump() for one in given["plan"]]
    return given


def _several(rows: QuerySet[Any], ids: list[int], field: str) -> list[Any]:
    """All of these records in one query. Refused when one of them is not there."""
    found = rows.in_bulk(ids)
    return [found[one] if one in found else answers.referred(rows, one, field) for one in dict.fromkeys(ids)]
