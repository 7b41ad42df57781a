"""Runs of actions: what was asked for, what was sent, what came back; and asking for one, deciding, undoing."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Named, Paging, Record, Ref, Whole, Words, among
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import ActionRun, Connection, State
from watchkeep.duty.connections.permissions import P
from watchkeep.work.tickets.models import Ticket

router = Resource("Actions")
StateName = Annotated[State, among(State)]
Value = str | int | bool | list[str] | dict[str, str]
_KEPT = (
    "id", "action", "parameters", "is_dry_run", "needs_approval", "timeout_seconds", "asked_at", "decided_at",
    "started_at", "ended_at", "sent", "output", "result", "why", "reason", "answer",
)  # fmt: skip


class ActionRunOut(Record):
    """One action that was asked for, and what came of it."""

    id: int
    action: str
    connection: Named | None
    ticket: str | None
    parameters: dict[str, Any]
    is_dry_run: bool
    needs_approval: bool
    undo_of: int | None
    timeout_seconds: int
    state: StateName
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    sent: str
    """What was sent; of a dry run what would be sent. Secrets are masked."""
    output: str
    """What came back, up to 64 kB. Secrets are masked."""
    result: dict[str, Any]
    why: str
    """Why it failed. `interrupted` when its worker died: nobody knows how far it came."""
    reason: str
    answer: str

    @classmethod
    def of(cls, run: ActionRun) -> "ActionRunOut":
        """Show a run whose connection and ticket are loaded."""
        kept = {name: getattr(run, name) for name in _KEPT}
        return cls(
            **kept,
            connection=Named.of(run.connection),
            ticket=run.ticket.number if run.ticket else None,
            undo_of=run.undo_of_id,
            state=State(run.state),
            asked_by=run.asked_by_name,
            decided_by=run.decided_by_name,
        )

    def href(self) -> str:
        """Where the run is found."""
        return f"/api/v1/action-runs/{self.id}"


class ActionRunFilters(BaseModel):
    """Which runs."""

    state: StateName | None = None
    action: Annotated[str, Field(max_length=40)] | None = None
    ticket: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as INC-1042.")
    connection: Id | None = None


class ActionNew(Change):
    """The action, its parameters, and through which connection."""

    action: Line = Field(examples=["wait"])
    parameters: dict[str, Value] = Field(examples=[{"seconds": 5}])
    connection: Ref | None = None
    on_ticket: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as INC-1042.")
    is_dry_run: Flag = False
    needs_approval: Flag = False
    timeout_seconds: Annotated[Whole, Field(ge=1, le=31_536_000)] | None = None


class RefusalOfAction(Change):
    """Why not."""

    reason: Line


class AnswerToAction(Change):
    """One of the choices."""

    choice: Line


class CancellationOfAction(Change):
    """The reason, if there is one to give."""

    reason: Words = ""


@router.list("", ActionRunOut)
def list_action_runs(request: Call, filters: Query[ActionRunFilters], paging: Query[Paging]) -> Listing[ActionRunOut]:
    """Runs, the newest first: all of them with `action.see`, else those that you asked for."""
    rows = queries.log(request.auth, **filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, ActionRunOut.of, paging)


@router.create("", ActionRunOut, may=P.RUN)
def ask_for_action(request: Call, body: ActionNew) -> ActionRunOut:
    """Ask for an action. A dry run ends at once and says what would be sent."""
    given = body.given()
    number, key = given.pop("on_ticket", None), given.pop("connection", None)
    usable = Connection.objects.visible_to(request.auth)
    ticket = Ticket.objects.visible_to(request.auth).filter(number=number).first() if number else None
    if number and ticket is None:
        answers.referred(Ticket.objects.none(), 0, "on_ticket")
    run = life.ask_for(
        given.pop("action"),
        by=request.auth,
        connection=answers.referred(usable, key, "connection") if key else None,
        ticket_id=ticket.pk if ticket else None,
        **given,
    )
    return ActionRunOut.of(run)


@router.read("/{int:action_run}", ActionRunOut)
def get_action_run(request: Call, action_run: Id) -> ActionRunOut:
    """One run."""
    return ActionRunOut.of(_found(request, action_run))


@router.verb("/{int:action_run}/approve", ActionRunOut, may=P.APPROVE)
def approve_action(request: Call, action_run: Id) -> ActionRunOut:
    """Agree to what somebody else asked for."""
    run = _found(request, action_run)
    life.approve(run, by=request.auth)
    return ActionRunOut.of(run)


@router.verb("/{int:action_run}/refuse", ActionRunOut, may=P.APPROVE)
def refuse_action(request: Call, action_run: Id, body: RefusalOfAction) -> ActionRunOut:
    """Do not agree, and say why."""
    run = _found(request, action_run)
    life.refuse(run, body.reason, by=request.auth)
    return ActionRunOut.of(run)


@router.verb("/{int:action_run}/answer", ActionRunOut, may=P.ANSWER)
def answer_action(request: Call, action_run: Id, body: AnswerToAction) -> ActionRunOut:
    """Answer its question."""
    run = _found(request, action_run)
    life.answer(run, body.choice, by=request.auth)
    return ActionRunOut.of(run)


@router.verb("/{int:action_run}/cancel", ActionRunOut, may=P.RUN)
def cancel_action(request: Call, action_run: Id, body: CancellationOfAction) -> ActionRunOut:
    """Call it off. What runs already is cut off within seconds; part of it may have happened."""
    run = _found(request, action_run)
    life.cancel(run, by=request.auth, reason=body.reason)
    return ActionRunOut.of(run)


@router.verb("/{int:action_run}/undo", ActionRunOut, may=P.RUN)
def undo_action(request: Call, action_run: Id) -> ActionRunOut:
    """Ask for what takes it back. Answers the new run."""
    return ActionRunOut.of(life.undo(_found(request, action_run), by=request.auth))


def _found(request: Call, key: int) -> ActionRun:
    rows = queries.log(request.auth).select_related("ticket__service", "ticket__team")
    return finding.one(request, rows, key)
