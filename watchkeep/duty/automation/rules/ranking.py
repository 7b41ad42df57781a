"""Which procedures fit an incident, and which of them comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from watchkeep.kernel import matching

ALERTS, SERVICE, CLASS = "alerts", "service", "class"
_CLOSENESS = {ALERTS: 0.3, SERVICE: 0.2, CLASS: 0.1}


@dataclass(frozen=True)
class Record:
    """How often somebody said whether it helped, and how often it did."""

    rated: int = 0
    helped: int = 0

    @property
    def trust(self) -> float:
        """The share that helped, from 0 to 1, as Laplace's rule of succession has it: unknown is one half."""
        return (self.helped + 1) / (self.rated + 2)


def score(why: str, record: Record) -> float:
    """What orders the offers: what helped before, then how closely it fits."""
    return record.trust + _CLOSENESS[why]


def fits(matchers: str, alerts: Iterable[Mapping[str, str]]) -> bool:
    """Whether one of the alerts has such labels."""
    wanted = matching.parse(matchers)
    return any(matching.fit(wanted, labels) for labels in alerts)
