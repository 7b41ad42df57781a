"""Corrective actions: what somebody does so that it does not happen again."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Named, Paging, Record, among
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Action, ActionState, ActionType
from watchkeep.insight.reviews.permissions import P

router = Resource("Corrective actions")
CorrectiveState = Annotated[ActionState, among(ActionState)]
Purpose = Annotated[ActionType, among(ActionType)]
Evidence = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class CorrectiveActionOut(Record):
    """Something that somebody does by a day, and whether it helped."""

    id: int
    number: str
    title: str
    type: Purpose
    state: CorrectiveState
    owner: Named
    due_on: date
    review: int | None
    evidence: str
    done_at: datetime | None
    watch_until: datetime | None
    held_days: int
    """Days without a recurrence that have been seen: 0, 30 or 90."""
    recurrences: int

    @classmethod
    def of(cls, action: Action) -> "CorrectiveActionOut":
        """Show an action whose owner is loaded."""
        names = ("number", "title", "due_on", "evidence", "done_at", "watch_until", "held_days", "recurrences")
        return cls(
            id=action.pk,
            type=ActionType(action.type),
            state=ActionState(action.state),
            owner=Named(id=action.owner_id, name=action.owner.name),
            review=action.review_id,
            **{name: getattr(action, name) for name in names},
        )

    def href(self) -> str:
        """Where the action is found."""
        return f"/api/v1/corrective-actions/{self.id}"


class Doing(Change):
    """How one can see that it is done."""

    evidence: Evidence


class CorrectiveReason(Change):
    """Why it is open again."""

    reason: Line


@router.list("", CorrectiveActionOut, may=P.SEE_ACTIONS)
def list_corrective_actions(request: Call, paging: Query[Paging]) -> Listing[CorrectiveActionOut]:
    """Corrective actions, the newest first."""
    return answers.listed(request, _actions(request), CorrectiveActionOut.of, paging)


@router.read("/{int:corrective_action}", CorrectiveActionOut)
def get_corrective_action(request: Call, corrective_action: Id) -> CorrectiveActionOut:
    """One corrective action."""
    return CorrectiveActionOut.of(finding.one(request, _actions(request), corrective_action))


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


def _actions(request: Call) -> QuerySet[Action]:
    return Action.objects.visible_to(request.auth).select_related("owner", "review__incident__ticket", "node")
