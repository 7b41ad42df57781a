"""What an escalation does next: pure decisions on a plan that was copied when the escalation started."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(frozen=True)
class Target:
    """Whom a step pages: a `person`, a `team`, or whoever is on duty in a `schedule`."""

    kind: str
    id: int
    name: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a plan, and when it counts.

    `severity` is the least severe level that it pages for (1 is the worst), None for any. `hours` is the
    calendar in which it counts, or outside of which when `outside` is set.
    """

    targets: tuple[Target, ...]
    wait_minutes: float
    severity: int | None = None
    hours: int | None = None
    outside: bool = False


@dataclass(frozen=True)
class Plan:
    """A policy as it stood when the escalation began; later edits do not bend a running response."""

    policy: int
    name: str
    steps: tuple[Step, ...]
    repeat: int = 0

    def as_json(self) -> Any:
        """The plan as a row keeps it."""
        return msgspec.to_builtins(self)

    @classmethod
    def of(cls, kept: Any) -> "Plan":
        """The plan that a row keeps."""
        return msgspec.convert(kept, cls)


@dataclass(frozen=True, order=True)
class Position:
    """Where an escalation stands: which pass through the plan, and the step last taken (-1: none yet)."""

    round: int = 0
    step: int = -1


@dataclass(frozen=True)
class Situation:
    """What decides whether a step counts now: the ticket's severity and the calendars that are open."""

    severity: int | None
    open_hours: Collection[int] = ()


def following(plan: Plan, here: Position, now: Situation) -> Position | None:
    """The next step that counts in this situation; None when the plan is through."""
    ahead = (Position(round_, step) for round_ in range(plan.repeat + 1) for step in range(len(plan.steps)))
    return next((there for there in ahead if there > here and counts(plan.steps[there.step], now)), None)


def counts(step: Step, now: Situation) -> bool:
    """Whether a step pages anyone in this situation."""
    in_hours = step.hours is None or (step.hours in now.open_hours) is not step.outside
    return in_hours and is_severe_enough(step, now.severity)


def is_severe_enough(step: Step, severity: int | None) -> bool:
    """Whether the severity suffices; an unknown one suffices only where none is asked for."""
    return step.severity is None or (severity is not None and severity <= step.severity)


def for_severity(plan: Plan, severity: int | None) -> Plan:
    """The part of a plan that could ever page at this severity."""
    return _with(plan, [step for step in plan.steps if is_severe_enough(step, severity)])


def newly_for(plan: Plan, severity: int | None, *, before: int | None) -> Plan:
    """The part that this severity adds: whoever was spared at the one before."""
    spared = [step for step in plan.steps if not is_severe_enough(step, before)]
    return for_severity(_with(plan, spared), severity)


def first_spared(plan: Plan, severity: int | None, *, before: int | None) -> int | None:
    """The first step that this severity adds to those of the one before."""
    added = newly_for(plan, severity, before=before).steps
    return plan.steps.index(added[0]) if added else None


def _with(plan: Plan, steps: Collection[Step]) -> Plan:
    return Plan(plan.policy, plan.name, tuple(steps), plan.repeat)
