"""The steps of a version, as programs read and write them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from watchkeep.doors.api.shapes import Change, Flag, Record, Whole
from watchkeep.duty.automation.life import Act, Condition, Step

RoleName = Literal["responder", "commander", "communications", "scribe", "team"]
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$", examples=["look"])]
Answer = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
Level = Annotated[Whole, Field(ge=1, le=4)]
Long = Annotated[str, Field(max_length=4000)]
Value = str | int | bool | list[str] | dict[str, str]
PLAIN = (
    *("key", "title", "instructions", "role", "together", "due_minutes", "due_from"),
    *("needs_evidence", "needs_approval", "on_failure", "undo"),
)


class ConditionOut(Record):
    """When a step is worth doing. What is null does not matter."""

    severity: int | None
    """This one or worse."""
    tier: int | None
    """A service of this tier or a more critical one."""
    step: str
    """An earlier step that was answered with one of `answers`; empty for none."""
    answers: list[str]


class ActOut(Record):
    """What the machine does, once a person lets it."""

    name: str
    connection: str
    parameters: dict[str, Any]


class ProcedureStepOut(Record):
    """One thing to do."""

    key: str
    title: str
    instructions: str
    role: RoleName
    together: bool
    """At the same time as the step before it."""
    answers: list[str]
    """The step asks, and is finished with one of these."""
    condition: ConditionOut | None
    due_minutes: float | None
    due_from: Literal["ready", "start"]
    needs_evidence: bool
    needs_approval: bool
    on_failure: Literal["stop", "go_on", "undo"]
    undo: str
    action: ActOut | None

    @classmethod
    def of(cls, step: Step) -> "ProcedureStepOut":
        """Show a step."""
        one, act = step.condition, step.action
        condition = (
            ConditionOut(severity=one.severity, tier=one.tier, step=one.step, answers=list(one.answers))
            if one
            else None
        )
        return cls(
            **{name: getattr(step, name) for name in PLAIN},
            answers=list(step.answers),
            condition=condition,
            action=ActOut(name=act.name, connection=act.connection, parameters=act.parameters) if act else None,
        )


class ConditionNew(Change):
    """When a step is worth doing: all that is said must hold."""

    severity: Level | None = None
    tier: Level | None = None
    step: Annotated[str, Field(max_length=40)] = ""
    answers: Annotated[list[Answer], Field(max_length=6)] = []


class ActNew(Change):
    """An action of the library, through a connection by its name."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    connection: Annotated[str, Field(max_length=80)] = ""
    parameters: dict[str, Value] = {}


class ProcedureStepNew(Change):
    """One thing to do. Short names are unique within a version."""

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=160, pattern=r"\S")]
    instructions: Long = ""
    role: RoleName = "responder"
    together: Flag = False
    answers: Annotated[list[Answer], Field(max_length=6)] = []
    condition: ConditionNew | None = None
    due_minutes: Annotated[float, Field(gt=0, le=43_200)] | None = None
    due_from: Literal["ready", "start"] = "ready"
    needs_evidence: Flag = False
    needs_approval: Flag = False
    on_failure: Literal["stop", "go_on", "undo"] = "stop"
    undo: Long = ""
    action: ActNew | None = None

    def step(self) -> Step:
        """What was sent, as a step."""
        one, act = self.condition, self.action
        return Step(
            **{name: getattr(self, name) for name in PLAIN},
            answers=tuple(self.answers),
            condition=Condition(**(one.model_dump() | {"answers": tuple(one.answers)})) if one else None,
            action=Act(**act.model_dump()) if act else None,
        )
