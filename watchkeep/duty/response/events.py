"""What can be told of a response and of plans."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanCopied(Fact, kind="response.plan_copied", stream="ticket"):
    """The plan was copied onto the incident. ``plans``: those that made it, the closest (``plan``) first."""

    plans: list[str]
    severity: int | None
    review_days: int | None
    plan: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact, kind="response.plan_changed", stream="ticket"):
    """Another plan holds from here on, because severity or service are others. ``changes``: which fields and roles."""

    plans: list[str]
    because: str
    changes: list[str]
    review_days: int | None
    plan: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Fact, kind="response.role_taken", stream="ticket"):
    """Somebody has a role now, from somebody else (``was_person``) or from nobody."""

    role: str
    name: str
    person: int
    was_person: int | None
    how: str


@dataclass(frozen=True, kw_only=True)
class RoleLeft(Fact, kind="response.role_left", stream="ticket"):
    """Somebody gave a role up, and nobody has it now."""

    role: str
    name: str
    was_person: int


@dataclass(frozen=True, kw_only=True)
class RoleAsked(Fact, kind="response.role_asked", stream="ticket"):
    """The plan wants a role filled, and these were asked to take it."""

    role: str
    name: str
    people: list[int]
    where: str


@dataclass(frozen=True, kw_only=True)
class RoleUnfilled(Fact, kind="response.role_unfilled", stream="ticket"):
    """The plan wants a role filled, and there is nobody to ask."""

    role: str
    name: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Ended(Fact, kind="response.ended", stream="ticket"):
    """The response is over: its roles are free again."""

    roles: int


@dataclass(frozen=True, kw_only=True)
class UpdateLate(Fact, kind="response.update_late", stream="ticket"):
    """The moment of an update has passed in silence."""

    audience: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class PlanSaved(Fact, kind="plan.saved", stream="plan"):
    """A plan was written or changed. Responses that run keep their copy."""

    name: str
    aim: str
    fields: list[str]
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class PlanRemoved(Fact, kind="plan.removed", stream="plan"):
    """A plan was taken away."""

    name: str
    aim: str


@dataclass(frozen=True, kw_only=True)
class RoleSaved(Fact, kind="response_role.saved", stream="response_role"):
    """A role was written or changed."""

    name: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class RoleRemoved(Fact, kind="response_role.removed", stream="response_role"):
    """A role was taken away."""

    name: str


FOR_PROGRAMS = (PlanCopied, PlanChanged)
"""What programs may hear of."""

FOR_THE_RECORD = (Ended, PlanSaved, PlanRemoved, RoleSaved, RoleRemoved)
"""What is told for the record alone."""
