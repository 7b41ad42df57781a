"""Approvals: what somebody must agree to, the questions to each of them, and who answers while somebody is away."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Named, Paging, Record, Ref, among
from watchkeep.estate.people.models import Person
from watchkeep.work.approvals import life, queries
from watchkeep.work.approvals.models import Approval, Ballot, StandIn, State
from watchkeep.work.approvals.permissions import P

router = Resource("Approvals")
ApprovalState = Annotated[State, among(State)]
Mark = Annotated[str, Field(max_length=64)]
WhyNot = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S", examples=["Not this quarter"])]


class ApprovalLine(Record):
    """A line of what is agreed to."""

    label: str
    value: str


class AnswerOut(Record):
    """The question to one person in one stage, and the answer: null while there is none."""

    id: int
    stage: int
    person: Named
    why: str
    """Why it is asked of them."""
    agreed: bool | None
    answered_by: Named | None
    """Another one, when somebody stood in."""
    answered_at: datetime | None
    reason: str

    @classmethod
    def of(cls, row: Ballot) -> "AnswerOut":
        """Show a question whose people are loaded."""
        return cls(
            id=row.pk,
            person=Named(id=row.person_id, name=row.person.name),
            agreed=row.answer,
            answered_by=Named.of(row.answered_by),
            **{name: getattr(row, name) for name in ("stage", "why", "answered_at", "reason")},
        )


class ApprovalOut(Record):
    """An agreement that a ticket needs."""

    id: int
    ticket: str
    subject: str
    title: str
    lines: list[ApprovalLine]
    """What is agreed to."""
    seen: str
    """The mark of these lines: send it with an answer, and nobody agrees to what they have not read."""
    state: ApprovalState
    stage: int
    """The stage that is asked now, from 0."""
    stages: list[str]
    requester: Named | None
    reason: str
    """Why it was refused or holds no more."""
    asked_at: datetime
    expires_at: datetime | None
    decided_at: datetime | None
    questions: list[AnswerOut]

    @classmethod
    def of(cls, row: Approval) -> "ApprovalOut":
        """Show an approval, found with `_approvals`."""
        same = ("subject", "title", "stage", "reason", "asked_at", "expires_at", "decided_at")
        return cls(
            id=row.pk,
            ticket=row.ticket.number,
            lines=[ApprovalLine(label=label, value=value) for label, value in row.what],
            seen=row.digest,
            state=State(row.state),
            stages=[stage.name for stage in row.plan],
            requester=Named.of(row.requester),
            questions=[AnswerOut.of(ballot) for ballot in row.ballots.all()],
            **{name: getattr(row, name) for name in same},
        )


class QuestionOut(Record):
    """A question to you, or to somebody for whom you stand in."""

    id: int
    approval: int
    ticket: str
    title: str
    lines: list[ApprovalLine]
    seen: str
    """The mark of what you read: send it with your answer."""
    requester: Named | None
    person: Named
    """Who was asked."""
    why: str
    stage_name: str
    """In which stage it is asked."""
    is_open: bool
    agreed: bool | None
    reason: str
    expires_at: datetime | None

    @classmethod
    def of(cls, row: Ballot) -> "QuestionOut":
        """Show a question whose approval, ticket and people are loaded."""
        approval = row.approval
        return cls(
            id=row.pk,
            approval=approval.pk,
            ticket=approval.ticket.number,
            title=approval.title,
            lines=[ApprovalLine(label=label, value=value) for label, value in approval.what],
            seen=approval.digest,
            requester=Named.of(approval.requester),
            person=Named(id=row.person_id, name=row.person.name),
            agreed=row.answer,
            expires_at=approval.expires_at,
            **{name: getattr(row, name) for name in ("why", "stage_name", "is_open", "reason")},
        )


class StandInOut(Record):
    """Somebody is away, and who answers for them meanwhile."""

    id: int
    person: Named
    deputy: Named
    from_at: datetime
    until_at: datetime

    @classmethod
    def of(cls, row: StandIn) -> "StandInOut":
        """Show an absence whose people are loaded."""
        return cls(
            id=row.pk,
            person=Named(id=row.person_id, name=row.person.name),
            deputy=Named(id=row.deputy_id, name=row.deputy.name),
            from_at=row.from_at,
            until_at=row.until_at,
        )

    def href(self) -> str:
        """Where the absence is found."""
        return f"/api/v1/approval-stand-ins/{self.id}"


class ApprovalFilters(BaseModel):
    """Which approvals."""

    ticket: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as REQ-1042.")
    state: ApprovalState | None = None
    requester: finding.Whom | None = None


class QuestionFilters(BaseModel):
    """Which questions."""

    state: Literal["waiting", "answered"] = Field("waiting", description="Waiting for you, or answered by you.")


class Agreement(Change):
    """Yes."""

    seen: Mark = ""
    """The `seen` of what you read; an empty one asks nothing."""
    note: Annotated[str, Field(max_length=1000)] = ""


class Disagreement(Change):
    """No, and why: the requester reads it."""

    reason: WhyNot
    seen: Mark = ""


class HandingOn(Change):
    """Who should decide instead."""

    to: Ref


class StandInNew(Change):
    """Who answers, for whom (yourself unless told otherwise), and from when to when."""

    deputy: Ref
    person: Ref | None = None
    from_at: Moment
    until_at: Moment


@router.list("/approvals", ApprovalOut)
def list_approvals(request: Call, filters: Query[ApprovalFilters], paging: Query[Paging]) -> Listing[ApprovalOut]:
    """Approvals of tickets that you see, and those that you were asked for; the newest first."""
    asked: dict[str, Any] = {"ticket__number": filters.ticket, "state": filters.state}
    if filters.requester:
        asked["requester"] = finding.meant(request, filters.requester)
    rows = _approvals(request).filter(**{name: value for name, value in asked.items() if value is not None})
    return answers.listed(request, rows, ApprovalOut.of, paging)


@router.read("/approvals/{int:approval}", ApprovalOut)
def get_approval(request: Call, approval: Id) -> ApprovalOut:
    """One approval, with everybody who was asked."""
    return ApprovalOut.of(finding.one(request, _approvals(request), approval))


@router.list("/approval-questions", QuestionOut, may=P.ANSWER)
def list_approval_questions(
    request: Call, filters: Query[QuestionFilters], paging: Query[Paging]
) -> Listing[QuestionOut]:
    """Your inbox: what waits for your answer, for those for whom you stand in included; or what you have answered."""
    rows = queries.inbox(request.auth) if filters.state == "waiting" else queries.answered(request.auth)
    return answers.listed(request, rows, QuestionOut.of, paging)


@router.read("/approval-questions/{int:question}", QuestionOut)
def get_approval_question(request: Call, question: Id) -> QuestionOut:
    """One question."""
    return QuestionOut.of(_question(request, question))


@router.verb("/approval-questions/{int:question}/approve", QuestionOut, may=P.ANSWER)
def approve_question(request: Call, question: Id, body: Agreement) -> QuestionOut:
    """Agree. 409 when what you read has changed since, or when it was decided already."""
    life.approve(_question(request, question), by=request.auth, seen=body.seen, note=body.note)
    return get_approval_question(request, question)


@router.verb("/approval-questions/{int:question}/refuse", QuestionOut, may=P.ANSWER)
def refuse_question(request: Call, question: Id, body: Disagreement) -> QuestionOut:
    """Do not agree, and say why: the requester reads it."""
    life.refuse(_question(request, question), by=request.auth, seen=body.seen, reason=body.reason)
    return get_approval_question(request, question)


@router.verb("/approval-questions/{int:question}/delegate", None, may=P.ANSWER)
def delegate_question(request: Call, question: Id, body: HandingOn) -> None:
    """Let somebody else decide, who gains nothing by it either."""
    row = _question(request, question)
    request.auth.need(P.ANSWER, "hand it on")
    to = answers.referred(Person.objects.visible_to(request.auth).active(), body.to, "to")
    life.delegate(row, by=request.auth, to=to)


@router.list("/approval-stand-ins", StandInOut, may=P.STAND_IN)
def list_approval_stand_ins(request: Call, paging: Query[Paging]) -> Listing[StandInOut]:
    """Your absences and those in which you answer for others, the latest first; all of them with `approval.manage`."""
    return answers.listed(request, _stand_ins(request), StandInOut.of, paging)


@router.create("/approval-stand-ins", StandInOut, may=P.STAND_IN)
def add_approval_stand_in(request: Call, body: StandInNew) -> StandInOut:
    """Name who answers while you are away; for others than yourself it takes `approval.manage`."""
    people = Person.objects.visible_to(request.auth)
    person = answers.referred(people, body.person or finding.meant(request), "person")
    deputy = answers.referred(people.active(), body.deputy, "deputy")
    made = life.stand_in(
        by=request.auth, person=person, deputy=deputy, from_at=body.from_at, until_at=body.until_at
    )  # fmt: skip
    return StandInOut.of(made)


@router.read("/approval-stand-ins/{int:stand_in}", StandInOut)
def get_approval_stand_in(request: Call, stand_in: Id) -> StandInOut:
    """One absence."""
    return StandInOut.of(finding.one(request, _stand_ins(request), stand_in))


@router.remove("/approval-stand-ins/{int:stand_in}", may=P.STAND_IN)
def end_approval_stand_in(request: Call, stand_in: Id) -> None:
    """They are back: nobody answers for them any more."""
    row = finding.one(request, _stand_ins(request), stand_in)
    life.end_stand_in(row, by=request.auth)


def _approvals(request: Call) -> QuerySet[Approval]:
    rows = Approval.objects.visible_to(request.auth).select_related("ticket", "requester")
    return rows.prefetch_related("ballots__person", "ballots__answered_by")


def _question(request: Call, key: int) -> Ballot:
    rows: Any = Ballot.objects.visible_to(request.auth).select_related(
        "person", "answered_by", "approval__ticket", "approval__requester"
    )
    row: Ballot = finding.one(request, rows, key)
    return row


def _stand_ins(request: Call) -> QuerySet[StandIn]:
    rows = StandIn.objects.select_related("person", "deputy")
    if request.auth.may(P.MANAGE):
        return rows
    me = finding.meant(request)
    return rows.filter(Q(person=me) | Q(deputy=me))
