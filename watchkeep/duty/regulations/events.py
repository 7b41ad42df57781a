"""What can be told of obligations to report."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Started(Fact, kind="regulation.started", stream="ticket"):
    """Somebody says that a law wants this incident reported, and since when it counts."""

    law: str
    aware_at: datetime
    classified_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Corrected(Fact, kind="regulation.corrected", stream="ticket"):
    """The moments from which a law counts are others than was said."""

    law: str
    aware_at: datetime
    was_aware_at: datetime
    classified_at: datetime | None
    was_classified_at: datetime | None
    handled_at: datetime | None = None
    terms: str = ""
    was_terms: str = ""


@dataclass(frozen=True, kw_only=True)
class DueSoon(Fact, kind="regulation.due_soon", stream="ticket"):
    """Three quarters of the time for a report are gone."""

    law: str
    stage: str
    due_at: datetime
    person: int | None


@dataclass(frozen=True, kw_only=True)
class Late(Fact, kind="regulation.late", stream="ticket"):
    """The time for a report is over, and it was not made."""

    law: str
    stage: str
    due_at: datetime
    person: int | None


@dataclass(frozen=True, kw_only=True)
class Reported(Fact, kind="regulation.reported", stream="ticket"):
    """A report was made."""

    law: str
    stage: str
    reported_at: datetime
    to: str
    reference: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Waived(Fact, kind="regulation.waived", stream="ticket"):
    """A report is not needed."""

    law: str
    stage: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Stopped(Fact, kind="regulation.stopped", stream="ticket"):
    """The law does not want this incident reported, after all."""

    law: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WordingChanged(Fact, kind="regulation.wording_changed", stream="regulation"):
    """A report begins with other words."""

    law: str
    stage: str


FOR_PROGRAMS = (Started, Corrected, Reported, Waived, Stopped)
"""What programs may hear of."""

FOR_THE_RECORD = (WordingChanged,)
"""What is told for the record alone."""
