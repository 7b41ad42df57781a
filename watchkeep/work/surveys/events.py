"""What is told of surveys. The record is the ticket's id. Comments stay on their rows."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Asked(Fact, kind="survey.asked", stream="ticket"):
    """Whoever asked for it is asked how it went."""

    survey: int
    person: int


@dataclass(frozen=True, kw_only=True)
class Answered(Fact, kind="survey.answered", stream="ticket"):
    """They say how it went, from 1 to 5."""

    survey: int
    score: int
    has_comment: bool


FOR_PROGRAMS = (Answered,)
"""What programs may hear of."""

FOR_THE_RECORD = (Asked,)
"""What is told for the record alone."""
