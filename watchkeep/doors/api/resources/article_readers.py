"""What readers say of articles, and what they looked for in vain."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.articles import articles_of
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Paging, Record
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Feedback, Gap
from watchkeep.estate.knowledge.permissions import P

router = Resource("Articles: readers")
Answer = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class FeedbackOut(Record):
    """What a reader says of an article."""

    id: int
    article: int
    version: int
    is_helpful: bool
    comment: str
    task: str
    """`open` while somebody has to answer it, then `done` or `dismissed`; empty when there is nothing to do."""
    answer: str
    created_at: datetime

    @classmethod
    def of(cls, one: Feedback) -> "FeedbackOut":
        """Show what a reader says."""
        same = ("version", "is_helpful", "comment", "task", "answer", "created_at")
        return cls(id=one.pk, article=one.article_id, **{name: getattr(one, name) for name in same})


class GapOut(Record):
    """Something that people looked for and did not find."""

    id: int
    words: str
    count: int
    first_at: datetime
    last_at: datetime

    @classmethod
    def of(cls, gap: Gap) -> "GapOut":
        """Show a gap."""
        return cls(id=gap.pk, words=gap.words, count=gap.count, first_at=gap.first_at, last_at=gap.last_at)


class Rating(Change):
    """Whether it helped."""

    is_helpful: Flag
    comment: Annotated[str, Field(max_length=2000)] = ""


class FeedbackAnswer(Change):
    """What was done about a reader's word."""

    answer: Answer
    is_taken: Flag = True


@router.verb("/articles/{int:article}/rate", FeedbackOut)
def rate_article(request: Call, article: Id, body: Rating) -> FeedbackOut:
    """Say whether it helped. Words on what is missing become a task for its owner."""
    row = finding.one(request, articles_of(request), article)
    return FeedbackOut.of(life.rate(row, by=request.auth, is_helpful=body.is_helpful, comment=body.comment))


@router.list("/article-feedback", FeedbackOut, may=P.WRITE)
def list_article_feedback(request: Call, paging: Query[Paging]) -> Listing[FeedbackOut]:
    """What readers say, the newest first."""
    return answers.listed(request, Feedback.objects.visible_to(request.auth), FeedbackOut.of, paging)


@router.verb("/article-feedback/{int:feedback}/answer", FeedbackOut, may=P.WRITE)
def answer_article_feedback(request: Call, feedback: Id, body: FeedbackAnswer) -> FeedbackOut:
    """Say what was done about it, or why nothing is."""
    row = finding.one(request, Feedback.objects.visible_to(request.auth), feedback)
    life.answer(row, by=request.auth, answer=body.answer, is_taken=body.is_taken)
    return FeedbackOut.of(row)


@router.list("/article-gaps", GapOut, may=P.WRITE)
def list_article_gaps(request: Call, paging: Query[Paging]) -> Listing[GapOut]:
    """What people looked for and did not find, the most asked first."""
    rows = Gap.objects.visible_to(request.auth).filter(state="open")
    return answers.listed(request, rows, GapOut.of, paging, order=("-count", "-id"))
