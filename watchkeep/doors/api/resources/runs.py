"""Runs: a procedure carried out on an incident, step by step."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.procedure_steps import RoleName
from watchkeep.doors.api.resources.procedures import ProcedureKind
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Named, Paging, Record, Ref, Words, among
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.models import Kind, Procedure, Run, RunState, RunStep, StepState
from watchkeep.duty.automation.permissions import P
from watchkeep.work.tickets.models import Ticket

router = Resource("Runs of runbooks and workflows")
RunStateName = Annotated[RunState, among(RunState)]
StepStateName = Annotated[StepState, among(StepState)]
Position = Annotated[int, Field(ge=0, le=999, description="The step's place, from 0.")]
Long = Annotated[str, Field(max_length=10_000)]
_OF_STEP = (
    *("position", "title", "due_at", "was_late", "ready_at", "ended_at"),
    *("answer", "evidence", "note", "reason", "tries", "action_run"),
)


class RunStepOut(Record):
    """One step of a run."""

    position: int
    title: str
    role: RoleName
    state: StepStateName
    owner: Named | None
    """Whose it is: the holder of the role."""
    person: Named | None
    """Who is at it, or did it."""
    approver: Named | None
    answers: list[str]
    """What it can be answered with."""
    answer: str
    needs_evidence: bool
    needs_approval: bool
    evidence: str
    note: str
    reason: str
    due_at: datetime | None
    was_late: bool
    ready_at: datetime | None
    ended_at: datetime | None
    tries: int
    action_run: int | None
    """The run of the action that does it, where the machine does."""

    @classmethod
    def of(cls, step: RunStep) -> "RunStepOut":
        """Show a step whose people and run are loaded."""
        says, role = step.says, step.role
        kept: dict[str, Any] = {name: getattr(step, name) for name in _OF_STEP} | {"role": role}
        return cls(
            **kept,
            state=StepState(step.state),
            owner=Named.of(step.owner),
            person=Named.of(step.person),
            approver=Named.of(step.approver),
            answers=list(says.answers),
            needs_evidence=says.needs_evidence,
            needs_approval=says.needs_approval,
        )


class RunOut(Record):
    """A procedure being carried out on an incident, by the version of the moment when it began."""

    id: int
    procedure: int
    name: str
    kind: ProcedureKind
    version: int
    incident: str
    state: RunStateName
    starter: Named | None
    started_at: datetime
    ended_at: datetime | None
    reason: str
    helped: bool | None
    """What whoever worked by it said; null while nobody has."""
    steps: list[RunStepOut]

    @classmethod
    def of(cls, run: Run) -> "RunOut":
        """Show a run whose ticket and steps are loaded."""
        steps = list(run.steps.all())
        for step in steps:
            step.run = run
        kept: dict[str, Any] = {name: getattr(run, name) for name in ("started_at", "ended_at", "reason", "helped")}
        return cls(
            **kept | {"name": run.name},
            id=run.pk,
            kind=Kind(run.kind),
            procedure=run.procedure_id,
            version=run.number,
            incident=run.ticket.number,
            state=RunState(run.state),
            starter=Named.of(run.starter),
            steps=[RunStepOut.of(step) for step in steps],
        )

    def href(self) -> str:
        """Where the run is found."""
        return f"/api/v1/runs/{self.id}"


class RunFilters(BaseModel):
    """Which runs."""

    state: RunStateName | None = None
    procedure: Id | None = None
    incident: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as INC-1042.")


class RunNew(Change):
    """Which procedure, and on which incident."""

    procedure: Ref
    incident: Annotated[str, Field(min_length=1, max_length=20)]
    """A number, such as INC-1042."""


class StepDone(Change):
    """The answer where the step asks, and the evidence where it wants one."""

    answer: Annotated[str, Field(max_length=60)] = ""
    evidence: Long = ""
    note: Long = ""


class StepReason(Change):
    """Why."""

    reason: Line


class EndOfRun(Change):
    """Why it ends before its last step."""

    reason: Line


class RatingOfRun(Change):
    """Whether it helped."""

    helped: Flag


class StepActed(Record):
    """What the machine was asked to do."""

    action_run: int
    """Its run, at `/action-runs`."""


class DryRun(Change):
    """Whether only to look."""

    is_dry_run: Flag = False
    """Says what would be sent, and sends nothing; the step stays as it is."""


class NoteOnUndoing(Change):
    """A word on it."""

    note: Words = ""


@router.list("", RunOut, may=P.SEE)
def list_runs(request: Call, filters: Query[RunFilters], paging: Query[Paging]) -> Listing[RunOut]:
    """Runs on incidents that you see, the newest first."""
    names = {"state": "state", "procedure": "procedure", "incident": "ticket__number"}
    wanted = {names[name]: value for name, value in filters.model_dump(exclude_none=True).items()}
    rows = queries.with_steps(Run.objects.visible_to(request.auth).filter(**wanted))
    return answers.listed(request, rows, RunOut.of, paging)


@router.create("", RunOut, may=P.WORK)
def start_run(request: Call, body: RunNew) -> RunOut:
    """Begin a procedure on an incident. One that runs there already is answered instead."""
    procedure = answers.referred(Procedure.objects.visible_to(request.auth), body.procedure, "procedure")
    ticket = Ticket.objects.visible_to(request.auth).filter(number=body.incident).first()
    if ticket is None:
        ticket = answers.referred(Ticket.objects.none(), 0, "incident")
    return get_run(request, life.start(procedure, by=request.auth, ticket=ticket).pk)


@router.read("/{int:run}", RunOut)
def get_run(request: Call, run: Id) -> RunOut:
    """One run with its steps."""
    return RunOut.of(finding.one(request, queries.with_steps(Run.objects.visible_to(request.auth)), run))


@router.verb("/{int:run}/cancel", RunOut, may=P.WORK)
def cancel_run(request: Call, run: Id, body: EndOfRun) -> RunOut:
    """End it before its last step. What was done stays done."""
    life.cancel(_found(request, run), by=request.auth, reason=body.reason)
    return get_run(request, run)


@router.verb("/{int:run}/undo", RunOut, may=P.WORK)
def undo_run(request: Call, run: Id) -> RunOut:
    """Take back what was done so far, the last step first."""
    life.undo(_found(request, run), by=request.auth)
    return get_run(request, run)


@router.verb("/{int:run}/rate", RunOut, may=P.WORK)
def rate_run(request: Call, run: Id, body: RatingOfRun) -> RunOut:
    """Say whether it helped: that orders what is offered the next time."""
    life.rate(_found(request, run), by=request.auth, helped=body.helped)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/approve", RunOut, may=P.APPROVE)
def approve_step(request: Call, run: Id, position: Position) -> RunOut:
    """Agree that somebody else does it."""
    life.approve_step(_step(request, run, position, P.APPROVE), by=request.auth)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/take", RunOut, may=P.WORK)
def take_step(request: Call, run: Id, position: Position) -> RunOut:
    """Be at it."""
    life.take_step(_step(request, run, position), by=request.auth)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/act", StepActed, may=P.WORK)
def act_on_step(request: Call, run: Id, position: Position, body: DryRun) -> StepActed:
    """Let the machine do it. The step is done, or has failed, when the machine has answered."""
    step = _step(request, run, position)
    return StepActed(action_run=life.run_step(step, by=request.auth, is_dry_run=body.is_dry_run).pk)


@router.verb("/{int:run}/steps/{int:position}/finish", RunOut, may=P.WORK)
def finish_step(request: Call, run: Id, position: Position, body: StepDone) -> RunOut:
    """It is done."""
    life.finish_step(_step(request, run, position), by=request.auth, **body.given())
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/skip", RunOut, may=P.WORK)
def skip_step(request: Call, run: Id, position: Position, body: StepReason) -> RunOut:
    """Leave it out, and say why."""
    life.skip_step(_step(request, run, position), by=request.auth, reason=body.reason)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/fail", RunOut, may=P.WORK)
def fail_step(request: Call, run: Id, position: Position, body: StepReason) -> RunOut:
    """It did not work; what follows is what the step says."""
    life.fail_step(_step(request, run, position), by=request.auth, reason=body.reason)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/retry", RunOut, may=P.WORK)
def retry_step(request: Call, run: Id, position: Position) -> RunOut:
    """Do a step that failed once more."""
    life.retry_step(_step(request, run, position), by=request.auth)
    return get_run(request, run)


@router.verb("/{int:run}/steps/{int:position}/undo", RunOut, may=P.WORK)
def undo_step(request: Call, run: Id, position: Position, body: NoteOnUndoing) -> RunOut:
    """It is taken back, while the run is being undone."""
    life.undo_step(_step(request, run, position), by=request.auth, note=body.note)
    return get_run(request, run)


def _found(request: Call, key: int) -> Run:
    return finding.one(request, Run.objects.visible_to(request.auth).select_related("ticket"), key)


def _step(request: Call, run: int, position: int, may: P = P.WORK) -> RunStep:
    rows = _found(request, run).steps.select_related("run")
    request.auth.need(may, "work at steps")
    return finding.one(request, rows, rows.filter(position=position).values_list("pk", flat=True).first() or 0)
