"""What reviews of changes ask: a template, from which each review takes its questions on the day it is asked for."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.verdicts import WhyName
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Paging, Record, Whole
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.models import Question, Why
from watchkeep.insight.verdicts.permissions import P

router = Resource("Changes: verdicts")
Asked = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S", examples=["Who noticed it first?"])]


class ReviewQuestionOut(Record):
    """One thing that reviews of changes ask."""

    id: int
    asks: str
    reason: WhyName | None
    """Asked by reviews for this reason alone; null is always."""
    place: int
    is_active: bool

    @classmethod
    def of(cls, row: Question) -> "ReviewQuestionOut":
        """Show a question."""
        reason = Why(row.when) if row.when else None
        return cls(id=row.pk, asks=row.text, reason=reason, place=row.position, is_active=row.is_active)

    def href(self) -> str:
        """Where the question is found."""
        return f"/api/v1/change-questions/{self.id}"


class ReviewQuestionKnown(Change):
    """What may be said of a question. What was asked before stays as it was asked."""

    reason: WhyName | None = None
    place: Annotated[Whole, Field(ge=0, le=10_000)] = 0
    is_active: Flag = True


class ReviewQuestionNew(ReviewQuestionKnown):
    """One thing more that reviews ask."""

    asks: Asked


class ReviewQuestionEdit(ReviewQuestionKnown):
    """Asked otherwise, or no longer."""

    asks: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")] = ""


@router.list("", ReviewQuestionOut, may=P.SEE)
def list_change_questions(request: Call, paging: Query[Paging]) -> Listing[ReviewQuestionOut]:
    """All of them, in the order in which they are asked."""
    return answers.listed(request, _questions(request), ReviewQuestionOut.of, paging, order=("position", "id"))


@router.create("", ReviewQuestionOut, may=P.CONFIGURE)
def add_change_question(request: Call, body: ReviewQuestionNew) -> ReviewQuestionOut:
    """Ask one thing more."""
    row = Question()
    life.save_question(row, by=request.auth, **_said(body))
    return ReviewQuestionOut.of(row)


@router.read("/{int:change_question}", ReviewQuestionOut)
def get_change_question(request: Call, change_question: Id) -> ReviewQuestionOut:
    """One question."""
    return ReviewQuestionOut.of(finding.one(request, _questions(request), change_question))


@router.edit("/{int:change_question}", ReviewQuestionOut, may=P.CONFIGURE)
def edit_change_question(request: Call, change_question: Id, body: ReviewQuestionEdit) -> ReviewQuestionOut:
    """Ask it otherwise, or no longer. Reviews that are asked for from now on ask it so."""
    row = finding.one(request, _questions(request), change_question)
    answers.seen(request, ReviewQuestionOut.of(row))
    life.save_question(row, by=request.auth, **_said(body))
    return ReviewQuestionOut.of(row)


def _questions(request: Call) -> QuerySet[Question]:
    rows = Question.objects.order_by("position", "id")
    return rows if request.auth.may(P.SEE) else rows.none()


def _said(body: ReviewQuestionKnown) -> dict[str, Any]:
    names = {"asks": "text", "reason": "when", "place": "position"}
    given = {names.get(name, name): value for name, value in body.given().items()}
    if "when" in given:
        given["when"] = given["when"] or ""
    return given
