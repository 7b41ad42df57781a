"""What a change looks like outside, and what may be sent of one."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from watchkeep.doors.api.shapes import Change, Flag, Line, Moment, Named, Record, Ref, Text, among
from watchkeep.work.changes.models import Change as Row
from watchkeep.work.changes.models import Kind, Outcome, PlanStep, Source
from watchkeep.work.tickets.models import State

ChangeState = Annotated[State, among(State)]
KindName = Annotated[Kind, among(Kind)]
OutcomeName = Annotated[Outcome, among(Outcome)]
SourceName = Annotated[Source, among(Source)]
Prose = Annotated[str, Field(max_length=20_000)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=43_200)]
Several = Annotated[list[Ref], Field(max_length=500)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
PartName = Literal["implement", "test", "back_out"]


class PlannedStep(BaseModel):
    """One step of a plan. An action is named; what is done by hand names none."""

    title: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
    part: PartName = "implement"
    way: Literal["manual", "action"] = "manual"
    action: Annotated[str, Field(max_length=120)] = ""
    parameters: dict[str, Any] = {}


Plan = Annotated[list[PlannedStep], Field(max_length=200)]


class PlanStepOut(BaseModel):
    """One step of the plan, and how it stands."""

    id: int
    part: PartName
    title: str
    way: Literal["manual", "action"]
    action: str
    parameters: dict[str, Any]
    state: Literal["open", "done", "skipped", "failed"]
    note: str
    done_at: datetime | None


class RiskPart(BaseModel):
    """One part of a risk: its points, the most that it can add, and why."""

    name: str
    points: int
    most: int
    why: str


class ChangeOut(Record):
    """Something that is altered on purpose."""

    id: int
    number: str
    title: str
    purpose: str
    state: ChangeState
    is_open: bool
    kind: KindName
    model: Named | None
    source: SourceName
    reason: str
    services: list[Named]
    items: list[Named]
    plan: list[PlanStepOut]
    test_plan: str
    back_out_plan: str
    communication: str
    owner: Named | None
    implementer: Named | None
    team: Named | None
    cost: Decimal
    starts_at: datetime | None
    ends_at: datetime | None
    outage_minutes: int
    is_public: bool
    """Whether the status page announces its outage by itself; otherwise a draft waits there for somebody."""
    begun_at: datetime | None
    ended_at: datetime | None
    risk: int | None
    """From 0 to 100; null until it has been reckoned."""
    risk_parts: list[RiskPart]
    answers: dict[str, str]
    """What a person answered of its risk, by the question's name."""
    turned_down: str
    outcome: str
    """`successful`, `with_issues`, `backed_out`, `failed`; empty until it is closed."""
    outcome_note: str
    harmed_at: datetime | None
    """When it was found to have done harm, by its verdict or its review: it counts as one that went wrong."""
    regularise_by: datetime | None
    """Until when an emergency must be approved after the fact."""

    @classmethod
    def of(cls, row: Row) -> "ChangeOut":
        """Show a change whose ties are loaded."""
        ticket = row.ticket
        plain = (
            "reason", "test_plan", "back_out_plan", "communication", "cost", "starts_at", "ends_at", "outage_minutes",
            "is_public", "begun_at", "ended_at", "risk", "answers", "turned_down", "outcome", "outcome_note",
            "harmed_at", "regularise_by",
        )  # fmt: skip
        return cls(
            id=row.pk, number=ticket.number, title=ticket.title, purpose=ticket.description, is_open=ticket.is_open,
            state=State(ticket.state), kind=Kind(row.kind), source=Source(row.source), model=Named.of(row.model),
            services=[Named(id=one.pk, name=one.name) for one in row.services.all()],
            items=[Named(id=one.pk, name=one.name) for one in row.items.all()],
            plan=[plan_step_out(one) for one in row.steps.all()], owner=Named.of(row.owner),
            implementer=Named.of(ticket.assignee), team=Named.of(ticket.team),
            risk_parts=[RiskPart(**one) for one in row.risk_parts], **{name: getattr(row, name) for name in plain},
        )  # fmt: skip

    def href(self) -> str:
        """Where the change is found."""
        return f"/api/v1/changes/{self.id}"


class ChangePlanned(Change):
    """What is planned. What is left out stays as it is; of a new change it comes from its model."""

    purpose: Text = ""
    reason: Prose = ""
    services: Several = []
    items: Several = []
    plan: Plan = []
    test_plan: Prose = ""
    back_out_plan: Prose = ""
    communication: Prose = ""
    change_owner: Ref | None = None
    """The person who answers for it."""
    implementer: Ref | None = None
    team: Ref | None = None
    cost: Money = Decimal()
    planned_from: Moment | None = None
    planned_until: Moment | None = None
    outage_minutes: Minutes = 0
    is_public: Flag = False
    """Let the status page announce its outage by itself; needs `maintenance.publish`."""
    risk_answers: Annotated[dict[str, str], Field(max_length=20)] = {}


class ChangeNew(ChangePlanned):
    """A change to draw up."""

    title: Line
    change_kind: KindName = Kind.NORMAL
    change_model: Ref | None = None


class ChangeEdit(ChangePlanned):
    """How it is planned otherwise. Where that is another thing than was approved, the approval falls."""

    title: Line = ""
    change_kind: KindName = Kind.NORMAL


class ChangeReason(Change):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class ChangeEnd(Change):
    """How it went. Unless it was successful, say how in `note`."""

    outcome: OutcomeName
    note: Prose = ""


class StepTaken(Change):
    """How a step went. What is left out, has failed or is open after all needs a note."""

    state: Literal["done", "skipped", "failed", "open"]
    note: Annotated[str, Field(max_length=1000)] = ""


def plan_step_out(row: PlanStep) -> PlanStepOut:
    """A step of a plan as it stands."""
    names = ("part", "title", "way", "action", "parameters", "state", "note", "done_at")
    return PlanStepOut(id=row.pk, **{name: getattr(row, name) for name in names})
