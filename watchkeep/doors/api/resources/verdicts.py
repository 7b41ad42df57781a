"""Verdicts on changes, what was compared for them, and the reviews that they ask for."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found
from watchkeep.doors.api.shapes import Change as Body
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.models import ChangeReview, Compared, Finding, Verdict, Why
from watchkeep.insight.verdicts.permissions import P
from watchkeep.insight.verdicts.queries import Suspect
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes.models import Change

router = Resource("Changes: verdicts")
suspects = Resource("Incidents: suspects")
FindingName = Annotated[Finding, among(Finding)]
WhyName = Annotated[Why, among(Why)]
KindName = Annotated[Compared.Kind, among(Compared.Kind)]


class ChangeVerdictOut(Record):
    """What a change did."""

    id: int
    """That of the change."""
    number: str
    """The change's number."""
    title: str
    finding: FindingName | None
    """Null until it was looked at for the first time. Once worse, it stays so."""
    early: int
    """How many looks were taken while it was carried out: a quarter, a half, one, two, four, eight, sixteen hours."""
    looks: int
    """How many of three looks were taken: a quarter of an hour, an hour and a day after the end."""
    is_endless: bool
    """Whether the change has never ended and was judged as it was."""
    begun_at: datetime
    ended_at: datetime | None
    judged_at: datetime | None
    due_at: datetime | None
    """When it is looked at next."""
    worse_at: datetime | None
    """When it was first found to be worse."""
    others: int
    """How many other changes were carried out on these services meanwhile."""

    @classmethod
    def of(cls, verdict: Verdict) -> "ChangeVerdictOut":
        """Show a verdict whose change is loaded."""
        same = ("early", "looks", "is_endless", "begun_at", "ended_at", "judged_at", "due_at", "worse_at", "others")
        return cls(
            id=verdict.pk, number=verdict.change.number, title=verdict.change.ticket.title,
            finding=Finding(verdict.finding) if verdict.finding else None,
            **{name: getattr(verdict, name) for name in same},
        )  # fmt: skip

    def href(self) -> str:
        """Where the verdict is found."""
        return f"/api/v1/change-verdicts/{self.id}"


class ComparedOut(Record):
    """One figure of one service before and after, as a look found it."""

    id: int
    look: int
    service: Named
    kind: KindName
    indicator: Named | None
    finding: FindingName
    before: int
    """How many independent earlier moments it was compared with."""
    after: int
    """How many figures were seen."""
    expected: float
    seen: float
    p: float | None
    """How often as much happens without a change; null where too little is known."""
    q: float | None
    """The same, corrected for how many comparisons were made (Benjamini and Hochberg)."""
    season: str
    """`none`, `day` or `week`: which of its own pasts it was compared with."""
    why: str
    """Why nothing can be said."""

    @classmethod
    def of(cls, one: Compared) -> "ComparedOut":
        """Show a comparison whose service and indicator are loaded."""
        same = ("look", "before", "after", "expected", "seen", "p", "q", "season", "why")
        return cls(
            id=one.pk, service=Named(id=one.service_id, name=one.service.name), kind=Compared.Kind(one.kind),
            indicator=Named.of(one.indicator), finding=Finding(one.finding),
            **{name: getattr(one, name) for name in same},
        )  # fmt: skip


class ChangeReviewOut(Record):
    """What people learnt from a change."""

    id: int
    """That of the change."""
    why: WhyName
    questions: list[str]
    answers: list[str]
    did_harm: bool | None
    """What the reviewer found; it outranks the verdict. Null until it is done."""
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    reviewer: Named | None

    @classmethod
    def of(cls, review: ChangeReview) -> "ChangeReviewOut":
        """Show a review whose reviewer is loaded."""
        same = ("questions", "answers", "did_harm", "asked_at", "due_at", "done_at")
        kept = {name: getattr(review, name) for name in same}
        return cls(id=review.pk, why=Why(review.why), reviewer=Named.of(review.reviewer), **kept)


class SuspectPart(BaseModel):
    """One reason for a suspicion."""

    points: int
    most: int
    words: str


class SuspectOut(Record):
    """A change that may have caused an incident."""

    change: int
    number: str
    title: str
    points: int
    """From 0 to 100."""
    parts: list[SuspectPart]
    """What the points are made of: time, distance on the map, risk, verdict."""
    is_named: bool
    """Whether somebody says that it was this."""
    is_ruled_out: bool
    """Whether somebody says that it was not."""

    @classmethod
    def of(cls, one: Suspect) -> "SuspectOut":
        """Show a suspect."""
        parts = [SuspectPart(points=part.points, most=part.most, words=part.words) for part in one.score.parts]
        return cls(
            change=one.change.pk, number=one.change.number, title=one.change.ticket.title, points=one.points,
            parts=parts, is_named=one.is_named, is_ruled_out=one.is_ruled_out,
        )  # fmt: skip


class SuspectsOut(Record):
    """The changes that an incident suspects, most suspect first."""

    suspects: list[SuspectOut]


class VerdictFilters(BaseModel):
    """Which verdicts."""

    finding: FindingName | None = None


class ReviewReplies(Body):
    """An answer to each question, in their order."""

    replies: Annotated[list[Annotated[str, Field(max_length=5000)]], Field(max_length=100)]
    did_harm: bool
    """Whether the change did harm: this outranks the verdict."""


class SuspectedChange(Body):
    """Which change, by its id."""

    suspect: Ref


@router.list("", ChangeVerdictOut, may=P.SEE)
def list_change_verdicts(
    request: Call, filters: Query[VerdictFilters], paging: Query[Paging]
) -> Listing[ChangeVerdictOut]:
    """Verdicts that were reached, the one reached last first."""
    rows = queries.verdicts(request.auth, finding=filters.finding or "")
    return answers.listed(request, rows, ChangeVerdictOut.of, paging, order=("-judged_at", "-change"))


@router.read("/{int:change_verdict}", ChangeVerdictOut)
def get_change_verdict(request: Call, change_verdict: Id) -> ChangeVerdictOut:
    """The verdict on a change."""
    return ChangeVerdictOut.of(_found(request, change_verdict))


@router.list("/{int:change_verdict}/comparisons", ComparedOut)
def list_change_comparisons(request: Call, change_verdict: Id, paging: Query[Paging]) -> Listing[ComparedOut]:
    """Everything that was compared, look by look: those while it was carried out come first."""
    rows = Compared.objects.filter(verdict=_found(request, change_verdict)).select_related("service", "indicator")
    return answers.listed(request, rows, ComparedOut.of, paging, order=("id",))


@router.read("/{int:change_verdict}/review", ChangeReviewOut, absent=True)
def get_change_review(request: Call, change_verdict: Id) -> ChangeReviewOut:
    """The review of a change, if one was asked for."""
    return ChangeReviewOut.of(_review(request, change_verdict))


@router.verb("/{int:change_verdict}/review", ChangeReviewOut, may=P.REVIEW)
def answer_change_review(request: Call, change_verdict: Id, body: ReviewReplies) -> ChangeReviewOut:
    """Answer what the review asks. Once only."""
    review = _review(request, change_verdict)
    life.answer(review, by=request.auth, answers=body.replies, did_harm=body.did_harm)
    return ChangeReviewOut.of(_review(request, change_verdict))


@suspects.read("/{slug:number}/suspects", SuspectsOut, may=P.SEE)
def get_suspects(request: Call, number: Number) -> SuspectsOut:
    """The changes that may have caused an incident, most suspect first; at most twenty."""
    incident = found(request, number)
    request.auth.need(P.SEE, "see suspects")
    rows = queries.suspects_of(incident, request.auth, most=20)
    return SuspectsOut(suspects=[SuspectOut.of(one) for one in rows])


@suspects.verb("/{slug:number}/suspects/was-this", None, may=P.SUSPECT)
def name_suspect(request: Call, number: Number, body: SuspectedChange) -> None:
    """Say that it was this change."""
    life.name_suspect(found(request, number), _change(request, body.suspect), by=request.auth)


@suspects.verb("/{slug:number}/suspects/not-this", None, may=P.SUSPECT)
def rule_out_suspect(request: Call, number: Number, body: SuspectedChange) -> None:
    """Say that it was not this change."""
    life.rule_out(found(request, number), _change(request, body.suspect), by=request.auth)


@suspects.verb("/{slug:number}/suspects/again", None, may=P.SUSPECT)
def suspect_again(request: Call, number: Number, body: SuspectedChange) -> None:
    """Take back what was said of this change."""
    life.suspect_again(found(request, number), _change(request, body.suspect), by=request.auth)


def _found(request: Call, verdict: int) -> Verdict:
    rows: QuerySet[Verdict] = Verdict.objects.visible_to(request.auth).select_related("change__ticket")
    return get_object_or_404(rows, pk=verdict)


def _review(request: Call, verdict: int) -> ChangeReview:
    rows = ChangeReview.objects.visible_to(request.auth).select_related("reviewer")
    return get_object_or_404(rows, pk=verdict)


def _change(request: Call, pk: int) -> Change:
    change = Change.objects.visible_to(request.auth).filter(pk=pk).first()
    if change is None:
        raise Refused("There is no such change.", field="suspect", code="unknown")
    return change
