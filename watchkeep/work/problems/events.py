"""What can be told of a problem. The record is the ticket's id."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Opened(Fact, kind="problem.opened", stream="ticket"):
    """Something lies under one or more incidents."""

    number: str
    source: str
    service: int | None


@dataclass(frozen=True, kw_only=True)
class Investigated(Fact, kind="problem.investigated", stream="ticket"):
    """Somebody looks for the cause."""


@dataclass(frozen=True, kw_only=True)
class BecameKnown(Fact, kind="problem.became_known", stream="ticket"):
    """There is a way to live with it: a known error, offered on incidents that look like it."""


@dataclass(frozen=True, kw_only=True)
class FixBegun(Fact, kind="problem.fix_begun", stream="ticket"):
    """The cause is known and being removed, perhaps by a change."""

    reference: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeNamed(Fact, kind="problem.change_named", stream="ticket"):
    """Somebody said which change removes the cause, or that it is another one."""

    reference: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Resolved(Fact, kind="problem.resolved", stream="ticket"):
    """The cause is removed; whether that is so will be verified."""

    fix: str


@dataclass(frozen=True, kw_only=True)
class Closed(Fact, kind="problem.closed", stream="ticket"):
    """Verified: it is gone."""


@dataclass(frozen=True, kw_only=True)
class Reopened(Fact, kind="problem.reopened", stream="ticket"):
    """It is not gone."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="problem.cancelled", stream="ticket"):
    """Nothing lies under it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Amended(Fact, kind="problem.amended", stream="ticket"):
    """Cause, workaround or fix were written down or changed, or no change fixes it any more."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class IncidentLinked(Fact, kind="problem.incident_linked", stream="ticket"):
    """An incident was caused by it."""

    other: int


@dataclass(frozen=True, kw_only=True)
class Merged(Fact, kind="problem.merged", stream="ticket"):
    """It is read and worked in another problem now."""

    into: int
    was: str


@dataclass(frozen=True, kw_only=True)
class Unmerged(Fact, kind="problem.unmerged", stream="ticket"):
    """It was another thing after all and stands where it stood."""

    out_of: int
    state: str


@dataclass(frozen=True, kw_only=True)
class Suggested(Fact, kind="problem.suggested", stream="problem_suggestion"):
    """Something came back so often that it may be a problem."""

    key: str
    count: int


@dataclass(frozen=True, kw_only=True)
class SuggestionTaken(Fact, kind="problem.suggestion_taken", stream="problem_suggestion"):
    """Somebody made a problem of it."""

    problem: int


@dataclass(frozen=True, kw_only=True)
class SuggestionDismissed(Fact, kind="problem.suggestion_dismissed", stream="problem_suggestion"):
    """Somebody sees no problem in it, for a reason."""

    reason: str


FOR_PROGRAMS = (Opened, BecameKnown, Resolved, Closed)
"""What programs may hear of."""

FOR_THE_RECORD = (
    Investigated, FixBegun, ChangeNamed, Reopened, Cancelled, Amended, Merged, Unmerged, Suggested, SuggestionTaken,
    SuggestionDismissed,
)  # fmt: skip
"""What is told for the record alone."""
