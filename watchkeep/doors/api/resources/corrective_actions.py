"""Corrective actions: what somebody does so that it does not happen again."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Line, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.people.models import Person, Team
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Action, ActionState, ActionType, Node, Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.work.problems.models import Problem

router = Resource("Corrective actions")
of_reviews = Resource("Corrective actions")
of_problems = Resource("Corrective actions")
CorrectiveState = Annotated[ActionState, among(ActionState)]
Purpose = Annotated[ActionType, among(ActionType)]
Detail = Annotated[str, Field(max_length=20_000)]
Evidence = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class CorrectiveActionOut(Record):
    """Something that somebody does by a day, and whether it helped."""

    id: int
    number: str
    title: str
    detail: str
    type: Purpose
    state: CorrectiveState
    owner: Named
    team: Named | None
    due_on: date
    review: int | None
    problem: int | None
    """It comes from a review or from a problem."""
    against: int | None
    """The cause of its review that it is to end."""
    evidence: str
    drop_reason: str
    done_at: datetime | None
    watch_until: datetime | None
    held_days: int
    """Days without a recurrence that have been seen: 0, 30 or 90."""
    recurrences: int
    recurred_in: str | None
    """The incident that showed last that it did not help."""

    @classmethod
    def of(cls, action: Action) -> "CorrectiveActionOut":
        """Show an action whose owner is loaded."""
        names = ("number", "title", "detail", "due_on", "evidence", "drop_reason")
        shown = ("done_at", "watch_until", "held_days", "recurrences")
        return cls(
            id=action.pk,
            type=ActionType(action.type),
            state=ActionState(action.state),
            owner=Named(id=action.owner_id, name=action.owner.name),
            team=Named.of(action.team),
            review=action.review_id,
            problem=action.problem_id,
            against=action.node_id,
            recurred_in=action.recurred_in.number if action.recurred_in else None,
            **{name: getattr(action, name) for name in (*names, *shown)},
        )

    def href(self) -> str:
        """Where the action is found."""
        return f"/api/v1/corrective-actions/{self.id}"


class CorrectiveActionNew(Change):
    """Who does what by when."""

    title: Line
    owner: Ref
    due_on: Day
    type: Purpose = ActionType.PREVENT
    detail: Detail = ""
    team: Ref | None = None
    against: Ref | None = None
    """The cause of the review that it is to end; a problem's action has none."""


class CorrectiveActionEdit(Change):
    """Words, purpose, owner or day. What is left out stays."""

    title: Line = ""
    owner: Ref = 0
    due_on: Day = date.max
    type: Purpose = ActionType.PREVENT
    detail: Detail = ""
    team: Ref | None = None
    against: Ref | None = None


class Doing(Change):
    """How one can see that it is done."""

    evidence: Evidence


class CorrectiveReason(Change):
    """Why it is open again, or will not be done."""

    reason: Line


class CorrectiveFilters(BaseModel):
    """Where they stand, whose they are, and where they come from."""

    state: CorrectiveState | None = None
    owner: Id | None = None
    review: Id | None = None
    problem: Id | None = None


@router.list("", CorrectiveActionOut, may=P.SEE_ACTIONS)
def list_corrective_actions(
    request: Call, filters: Query[CorrectiveFilters], paging: Query[Paging]
) -> Listing[CorrectiveActionOut]:
    """Corrective actions, the newest first."""
    rows = _actions(request).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, CorrectiveActionOut.of, paging)


@of_reviews.create("/{int:review}/corrective-actions", CorrectiveActionOut, may=P.MANAGE_ACTIONS)
def open_corrective_action(request: Call, review: Id, body: CorrectiveActionNew) -> CorrectiveActionOut:
    """Let somebody do something because of a review. Its owner hears of it."""
    rows = Review.objects.visible_to(request.auth).select_related("incident")
    row = finding.one(request, rows, review)
    return _shown(request, life.open_action(by=request.auth, review=row, **_referred(request, body)))


@of_problems.create("/{int:problem}/corrective-actions", CorrectiveActionOut, may=P.MANAGE_ACTIONS)
def open_problem_action(request: Call, problem: Id, body: CorrectiveActionNew) -> CorrectiveActionOut:
    """Let somebody do something because of a problem. Its owner hears of it."""
    row = finding.one(request, Problem.objects.visible_to(request.auth), problem)
    return _shown(request, life.open_action(by=request.auth, problem=row.ticket, **_referred(request, body)))


@router.read("/{int:corrective_action}", CorrectiveActionOut)
def get_corrective_action(request: Call, corrective_action: Id) -> CorrectiveActionOut:
    """One corrective action."""
    return CorrectiveActionOut.of(finding.one(request, _actions(request), corrective_action))


@router.edit("/{int:corrective_action}", CorrectiveActionOut, may=P.MANAGE_ACTIONS)
def edit_corrective_action(request: Call, corrective_action: Id, body: CorrectiveActionEdit) -> CorrectiveActionOut:
    """Change words, purpose, owner or day of an open action."""
    row = finding.one(request, _actions(request), corrective_action)
    answers.seen(request, CorrectiveActionOut.of(row))
    life.edit_action(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:corrective_action}/done", CorrectiveActionOut, may=P.WORK_ACTIONS)
def finish_corrective_action(request: Call, corrective_action: Id, body: Doing) -> CorrectiveActionOut:
    """It is done; from now on it is watched for a recurrence."""
    row = finding.one(request, _actions(request), corrective_action)
    life.complete(row, by=request.auth, evidence=body.evidence)
    return CorrectiveActionOut.of(row)


@router.verb("/{int:corrective_action}/reopen", CorrectiveActionOut, may=P.WORK_ACTIONS)
def reopen_corrective_action(request: Call, corrective_action: Id, body: CorrectiveReason) -> CorrectiveActionOut:
    """It did not help, or is to be done after all."""
    row = finding.one(request, _actions(request), corrective_action)
    life.reopen(row, by=request.auth, reason=body.reason)
    return CorrectiveActionOut.of(row)


@router.verb("/{int:corrective_action}/drop", CorrectiveActionOut, may=P.MANAGE_ACTIONS)
def drop_corrective_action(request: Call, corrective_action: Id, body: CorrectiveReason) -> CorrectiveActionOut:
    """Decide that it is not done."""
    row = finding.one(request, _actions(request), corrective_action)
    life.drop(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


def _actions(request: Call) -> QuerySet[Action]:
    shown = ("owner", "team", "problem", "review__incident__ticket__service", "node", "recurred_in", "watch_service")
    return Action.objects.visible_to(request.auth).select_related(*shown)


def _shown(request: Call, action: Action) -> CorrectiveActionOut:
    return CorrectiveActionOut.of(_actions(request).get(pk=action.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    """What was given, with the records that it names."""
    given = body.given()
    if "owner" in given:
        given["owner"] = answers.referred(Person.objects.visible_to(request.auth), given["owner"], "owner")
    if "team" in given:
        given["team"] = answers.refer(Team.objects.all(), given["team"], "team")
    if "against" in given:
        causes = Node.objects.filter(review__in=Review.objects.visible_to(request.auth))
        given["node"] = answers.refer(causes, given.pop("against"), "against")
    return given
