"""What verdicts add to the page of a change: what it did, the way back where it did harm, and its review."""

from dataclasses import dataclass
from typing import Any

from watchkeep.doors.console.changes.parts import ChangePart
from watchkeep.doors.console.verdicts import showing
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.models import ChangeReview, Verdict
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change

SHOWN = 6


@dataclass(frozen=True)
class Alarm:
    """It did harm, and can be taken back; or somebody has to review it."""

    verdict: Verdict
    title: str
    may_back_out: bool
    review: ChangeReview | None
    may_review: bool

    @property
    def is_harmful(self) -> bool:
        """Whether its verdict says so and no review says otherwise."""
        return self.verdict.is_worse and not (self.review is not None and self.review.did_harm is False)


@dataclass(frozen=True)
class Shown:
    """The verdict with what stood out."""

    verdict: Verdict
    word: showing.Word
    title: str
    rows: list[showing.Row]
    count: int
    thin: int
    review: ChangeReview | None


def _alarm(change: Change, actor: Actor) -> Alarm | None:
    verdict = queries.verdict_of(change, actor)
    if verdict is None:
        return None
    review = getattr(verdict, "review", None)
    compared = queries.comparisons_of(verdict) if verdict.is_worse else []
    may_back_out = any(step.verb == "back_out" for step in life.open_to(change, actor))
    alarm = Alarm(verdict, showing.title(verdict, compared), may_back_out, review, actor.may(P.REVIEW))
    return alarm if alarm.is_harmful or (review is not None and review.is_open) else None


def _shown(change: Change, actor: Actor) -> Any:
    verdict = queries.verdict_of(change, actor)
    if verdict is None:
        return None
    compared = queries.comparisons_of(verdict)
    known = [one for one in compared if one.q is not None]
    word = showing.word_of(verdict.finding)
    title = showing.title(verdict, compared) if verdict.judged_at else ""
    review, thin = getattr(verdict, "review", None), len(compared) - len(known)
    return Shown(verdict, word, title, showing.rows(known[:SHOWN]), len(known), thin, review)


PARTS = (
    ChangePart(place="notice", order=10, template="verdicts/alarm.html", gather=_alarm),
    ChangePart(place="main", order=10, template="verdicts/part.html", gather=_shown),
)
