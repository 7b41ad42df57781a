"""How a run stands."""

from collections import Counter
from dataclasses import dataclass

from watchkeep.work.desk.models import Outcome, Run, RunItem


@dataclass(frozen=True)
class Progress:
    """How many tickets of a run came to what."""

    total: int
    counts: Counter[str]

    @property
    def done(self) -> int:
        """How many have been looked at."""
        return self.total - self.counts[Outcome.WAITING]

    @property
    def changed(self) -> int:
        """How many hold what the run set."""
        return self.counts[Outcome.CHANGED]

    @property
    def refused(self) -> int:
        """How many could not."""
        return self.counts[Outcome.REFUSED]

    @property
    def taken_back(self) -> int:
        """How many were looked at again by the undo."""
        return self.counts[Outcome.UNDONE] + self.counts[Outcome.KEPT]

    @property
    def to_take_back(self) -> int:
        """How many the undo has to look at, those that it has looked at included."""
        return self.taken_back + self.changed


def progress_of(run: Run) -> Progress:
    """One query over the run's own tickets."""
    outcomes = RunItem.objects.filter(run=run).values_list("outcome", flat=True)
    return Progress(run.total, Counter(outcomes))
