"""What reconciliation tells."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FindingOpened(Fact, kind="finding.opened", stream="finding"):
    """Something about an item does not agree."""

    item: int
    what: str


@dataclass(frozen=True, kw_only=True)
class FindingEnded(Fact, kind="finding.ended", stream="finding"):
    """It agrees again."""

    item: int
    what: str


@dataclass(frozen=True, kw_only=True)
class SetAside(Fact, kind="finding.set_aside", stream="finding"):
    """Somebody knows of it, and why it may be so until a day. The reason stays on the finding."""

    item: int
    what: str
    until: str


@dataclass(frozen=True, kw_only=True)
class TakenUp(Fact, kind="finding.taken_up", stream="finding"):
    """It counts again: its day came, or somebody said so."""

    item: int
    what: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact, kind="finding_case.opened", stream="finding_case"):
    """A rule says that this becomes a ticket: one finding, or the first of a group."""

    what: str
    rule: int


@dataclass(frozen=True, kw_only=True)
class CaseJoined(Fact, kind="finding_case.joined", stream="finding_case"):
    """More findings belong to a ticket that is there."""

    findings: int


@dataclass(frozen=True, kw_only=True)
class CaseEnded(Fact, kind="finding_case.ended", stream="finding_case"):
    """All that the ticket is about agrees again."""

    what: str


@dataclass(frozen=True, kw_only=True)
class RuleSaved(Fact, kind="finding_rule.saved", stream="finding_rule"):
    """Which findings become tickets is said otherwise."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RuleRemoved(Fact, kind="finding_rule.removed", stream="finding_rule"):
    """Nothing becomes a ticket by this rule any more."""


@dataclass(frozen=True, kw_only=True)
class KeeperNamed(Fact, kind="finding_keeper.named", stream="finding_keeper"):
    """Somebody looks after a list from now on."""

    what: str
    person: int


@dataclass(frozen=True, kw_only=True)
class KeeperLeft(Fact, kind="finding_keeper.left", stream="finding_keeper"):
    """Somebody looks after a list no longer."""

    what: str
    person: int


@dataclass(frozen=True, kw_only=True)
class MorningCame(Fact, kind="findings.morning", stream="findings"):
    """It is time to say how things stand. ``day`` is the day of UTC."""

    day: str


FOR_PROGRAMS = (FindingOpened, FindingEnded)
"""What programs may hear of."""

FOR_THE_RECORD = (SetAside, TakenUp, RuleSaved, RuleRemoved, KeeperNamed, KeeperLeft)
"""What is told for the record alone."""
