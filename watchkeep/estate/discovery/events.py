"""What discovery tells."""

from dataclasses import dataclass
from datetime import date

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DoubtOpened(Fact, kind="doubt.opened", stream="doubt"):
    """Two items share a mark and contradict each other: somebody has to say what they are."""

    item: int
    other: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class DoubtSettled(Fact, kind="doubt.settled", stream="doubt"):
    """It is known what two items are to each other."""

    item: int
    other: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Told(Fact, kind="trace.told", stream="trace"):
    """Somebody said of a trace and another one that they are of one thing, or of two; or took that back."""

    other: int
    said: str


@dataclass(frozen=True, kw_only=True)
class GatewayAdded(Fact, kind="gateway.added", stream="gateway"):
    """Agents can report through another address."""

    name: str


@dataclass(frozen=True, kw_only=True)
class GatewayChanged(Fact, kind="gateway.changed", stream="gateway"):
    """Agents are let in otherwise; ``what`` names the fields, or says that the key is another."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class GatewaySwitched(Fact, kind="gateway.switched", stream="gateway"):
    """A gateway is closed, or open again."""

    is_active: bool


@dataclass(frozen=True, kw_only=True)
class InventoryRefused(Fact, kind="inventory.refused", stream="inventory"):
    """What an agent sent could not be read."""

    why: str


@dataclass(frozen=True, kw_only=True)
class PlaceholderAdded(Fact, kind="placeholder.added", stream="placeholder"):
    """A value tells nothing apart any more."""

    mark: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PlaceholderRemoved(Fact, kind="placeholder.removed", stream="placeholder"):
    """A value tells things apart after all."""

    mark: str
    value: str


@dataclass(frozen=True, kw_only=True)
class BearersJudged(Fact, kind="rejudging.ended", stream="rejudging"):
    """All that bear a mark whose meaning changed have been judged again; so many are of another thing now."""

    mark: str
    value: str
    judged: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class PatienceSet(Fact, kind="patience.set", stream="item_class"):
    """After so many days without a word things of a class are missing; after none: as the class above says."""

    days: int | None


@dataclass(frozen=True, kw_only=True)
class NetworkOpened(Fact, kind="open_network.opened", stream="open_network"):
    """Discovery may enter one more network."""

    network: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NetworkShut(Fact, kind="open_network.shut", stream="open_network"):
    """Discovery may enter a network no longer."""

    network: str


@dataclass(frozen=True, kw_only=True)
class JobAdded(Fact, kind="discovery_job.added", stream="discovery_job"):
    """Something is looked at by itself."""

    name: str
    looks: str


@dataclass(frozen=True, kw_only=True)
class JobChanged(Fact, kind="discovery_job.changed", stream="discovery_job"):
    """It is looked at otherwise; ``what`` names the fields and never what they hold."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class JobSwitched(Fact, kind="discovery_job.switched", stream="discovery_job"):
    """A job rests until somebody wants it again, or goes on."""

    is_active: bool


@dataclass(frozen=True, kw_only=True)
class RunAsked(Fact, kind="discovery_job.asked", stream="discovery_job"):
    """Somebody wanted a job to look now."""

    run: int


@dataclass(frozen=True, kw_only=True)
class RunDone(Fact, kind="discovery_job.done", stream="discovery_job"):
    """A job has looked at everything."""

    run: int
    new: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class RunFailed(Fact, kind="discovery_job.failed", stream="discovery_job"):
    """A job could not look, or broke off. What it had found by then is kept."""

    run: int
    why: str


@dataclass(frozen=True, kw_only=True)
class RunStopped(Fact, kind="discovery_job.stopped", stream="discovery_job"):
    """A job was stopped before it had looked at everything. What it had found by then is kept."""

    run: int
    why: str


@dataclass(frozen=True, kw_only=True)
class EndAhead(Fact, kind="item.end_ahead", stream="item"):
    """A certificate or warranty ends in so many days; less than none, when nobody noticed in time."""

    what: str
    ends_on: date
    days_left: int
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class NoticeSet(Fact, kind="end_notice.set", stream="end_notice"):
    """Ends are told so many days before."""

    ends: str
    days: list[int]


FOR_THE_RECORD = (
    Told, GatewayAdded, GatewayChanged, GatewaySwitched, InventoryRefused, PlaceholderAdded, PlaceholderRemoved,
    BearersJudged, PatienceSet, NetworkOpened, NetworkShut, JobAdded, JobChanged, JobSwitched, RunAsked, RunDone,
    RunFailed, RunStopped, NoticeSet,
)  # fmt: skip
"""What is told for the record alone."""
