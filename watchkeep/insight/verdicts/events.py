"""What can be told of indicators, verdicts and suspects. Texts stay on the record."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IndicatorAdded(Fact, kind="indicator.added", stream="indicator"):
    """A service is measured by one more figure."""

    name: str
    service: int


@dataclass(frozen=True, kw_only=True)
class IndicatorEdited(Fact, kind="indicator.edited", stream="indicator"):
    """It is measured, or read, otherwise."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class IndicatorPaused(Fact, kind="indicator.paused", stream="indicator"):
    """No verdict looks at it for now."""


@dataclass(frozen=True, kw_only=True)
class IndicatorResumed(Fact, kind="indicator.resumed", stream="indicator"):
    """Verdicts look at it again."""


@dataclass(frozen=True, kw_only=True)
class IndicatorFails(Fact, kind="indicator.fails", stream="indicator"):
    """Its source no longer answers as it should; told once until it does again."""

    said: str


@dataclass(frozen=True, kw_only=True)
class Reached(Fact, kind="verdict.reached", stream="ticket"):
    """A change was looked at again: what it did so far. ``was`` is the verdict before; empty on the first look.

    ``compared``: of how many figures enough was known; ``worse``: how many of them were.
    """

    finding: str
    was: str
    look: int
    compared: int
    worse: int
    is_final: bool
    is_endless: bool
    is_under_way: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Fact, kind="change_review.asked", stream="ticket"):
    """People have to look at a change before it is closed."""

    why: str


@dataclass(frozen=True, kw_only=True)
class ReviewLate(Fact, kind="change_review.late", stream="ticket"):
    """A review should have been done and was not: told once, and once more to those who lead."""

    why: str
    is_escalated: bool


@dataclass(frozen=True, kw_only=True)
class ReviewDone(Fact, kind="change_review.done", stream="ticket"):
    """Somebody has answered what a review of a change asks, and says whether it did harm."""

    why: str
    did_harm: bool | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionSaved(Fact, kind="change_review.question_saved", stream="change_review"):
    """Reviews of changes ask one thing more, or otherwise."""

    text: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class SuspectNamed(Fact, kind="suspect.named", stream="ticket"):
    """Somebody says that a change caused an incident."""

    change: int
    number: str


@dataclass(frozen=True, kw_only=True)
class SuspectRuledOut(Fact, kind="suspect.ruled_out", stream="ticket"):
    """Somebody says that a change did not cause an incident."""

    change: int
    number: str


@dataclass(frozen=True, kw_only=True)
class SuspectBack(Fact, kind="suspect.back", stream="ticket"):
    """It may have been that change after all."""

    change: int
    number: str


FOR_PROGRAMS = (Reached,)
"""What programs may hear of."""

FOR_THE_RECORD = (
    IndicatorAdded, IndicatorEdited, IndicatorPaused, IndicatorResumed, IndicatorFails, ReviewDone,
    QuestionSaved, SuspectNamed, SuspectRuledOut, SuspectBack,
)  # fmt: skip
"""What nobody hears."""
