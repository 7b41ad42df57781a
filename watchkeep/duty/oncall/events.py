"""What on call tells. Facts of an escalation stand on the ticket's timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EscalationStarted(Fact, kind="oncall.escalation_started", stream="ticket"):
    """Watchkeep begins to look for somebody who takes the fault."""

    escalation: int
    policy: int
    name: str
    steps: int
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class Paged(Fact, kind="oncall.paged", stream="ticket"):
    """A person was asked to come; `through` names the schedule or team that led to her."""

    escalation: int
    person: int
    step: int
    round: int
    through: str = ""
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class PageSkipped(Fact, kind="oncall.page_skipped", stream="ticket"):
    """Somebody who should have been paged could not be.

    `why` is `no_contact`, `inactive` or `away` for a person, `nobody_on_duty` for a schedule, `empty` for a team.
    """

    escalation: int
    step: int
    round: int
    target: str
    target_id: int
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class NobodyReachable(Fact, kind="oncall.nobody_reachable", stream="ticket"):
    """A whole pass through the policy found nobody to page. `fallback` are the people told of it."""

    escalation: int
    round: int
    fallback: list[int]
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Fact, kind="oncall.acknowledged", stream="ticket"):
    """Whoever was paged takes it, so many seconds after the page."""

    escalation: int
    page: int
    person: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Escalated(Fact, kind="oncall.escalated", stream="ticket"):
    """No answer, or somebody could not wait: the next step's turn. Steps count from 0."""

    escalation: int
    step: int
    round: int
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class Exhausted(Fact, kind="oncall.exhausted", stream="ticket"):
    """Everybody was paged, as often as the policy says, and nobody answered."""

    escalation: int
    rounds: int
    fallback: list[int]
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class Stopped(Fact, kind="oncall.stopped", stream="ticket"):
    """The search ended because it was no longer needed; `why` names the fact that ended it."""

    escalation: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ScheduleSaved(Fact, kind="oncall.schedule_saved", stream="schedule"):
    """A schedule was made or changed."""

    name: str
    time_zone: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class ScheduleRemoved(Fact, kind="oncall.schedule_removed", stream="schedule"):
    """A schedule was taken away."""

    name: str


@dataclass(frozen=True, kw_only=True)
class LayerSaved(Fact, kind="oncall.layer_saved", stream="schedule"):
    """People take turns in another way from now on."""

    layer: int
    name: str
    people: list[int]
    every: int
    unit: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class LayerMoved(Fact, kind="oncall.layer_moved", stream="schedule"):
    """A layer counts for more or for less than before."""

    layer: int
    position: int


@dataclass(frozen=True, kw_only=True)
class LayerRemoved(Fact, kind="oncall.layer_removed", stream="schedule"):
    """A layer was taken away."""

    layer: int
    name: str


@dataclass(frozen=True, kw_only=True)
class OverrideAdded(Fact, kind="oncall.override_added", stream="schedule"):
    """Somebody stands in."""

    override: int
    person: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class OverrideRemoved(Fact, kind="oncall.override_removed", stream="schedule"):
    """Nobody stands in any more."""

    override: int
    person: int


@dataclass(frozen=True, kw_only=True)
class FeedIssued(Fact, kind="oncall.feed_issued", stream="person"):
    """Somebody made a calendar address for a schedule, or for her own shifts (None)."""

    feed: int
    schedule: int | None


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact, kind="oncall.feed_revoked", stream="person"):
    """A calendar address no longer opens."""

    feed: int


@dataclass(frozen=True, kw_only=True)
class PolicySaved(Fact, kind="oncall.policy_saved", stream="policy"):
    """A policy was made or changed; escalations that run keep the old one."""

    name: str
    steps: int
    is_default: bool
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class PolicyRemoved(Fact, kind="oncall.policy_removed", stream="policy"):
    """A policy was taken away."""

    name: str


@dataclass(frozen=True, kw_only=True)
class PolicyAssigned(Fact, kind="oncall.policy_assigned", stream="service"):
    """Another policy answers for a service; None is the default one."""

    policy: int | None


@dataclass(frozen=True, kw_only=True)
class PagingChecked(Fact, kind="oncall.paging_checked", stream="page_check"):
    """The weeks ahead were looked through for times at which nobody could be paged."""

    services: int
    holes: int
    singles: int


@dataclass(frozen=True, kw_only=True)
class HoleFound(Fact, kind="oncall.hole_found", stream="service"):
    """Nobody could be paged for a service at some time ahead, for a reason that was not there before.

    `starts_at` and `ends_at` are the first such time.
    """

    check: int
    severities: list[int]
    starts_at: datetime
    ends_at: datetime
    why: list[str]


@dataclass(frozen=True, kw_only=True)
class HoleGone(Fact, kind="oncall.hole_gone", stream="service"):
    """A reason for which nobody could have been paged is there no more."""

    check: int
    severities: list[int]
    why: list[str]


@dataclass(frozen=True, kw_only=True)
class CoverAsked(Fact, kind="oncall.cover_asked", stream="schedule"):
    """Somebody asks one person, or the whole rota (`asked` is None), to take a shift of theirs."""

    cover: int
    person: int
    asked: int | None
    starts_at: datetime
    ends_at: datetime
    is_swap: bool


@dataclass(frozen=True, kw_only=True)
class CoverAccepted(Fact, kind="oncall.cover_accepted", stream="schedule"):
    """This person takes the shift."""

    cover: int
    person: int


@dataclass(frozen=True, kw_only=True)
class CoverRefused(Fact, kind="oncall.cover_refused", stream="schedule"):
    """This person cannot take it; `is_last` when nobody else is left to answer."""

    cover: int
    person: int
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class CoverWithdrawn(Fact, kind="oncall.cover_withdrawn", stream="schedule"):
    """It is no longer asked for."""

    cover: int


@dataclass(frozen=True, kw_only=True)
class CoverExpired(Fact, kind="oncall.cover_expired", stream="schedule"):
    """Nobody answered in time; the person is still on call."""

    cover: int
    person: int


@dataclass(frozen=True, kw_only=True)
class AbsenceAdded(Fact, kind="oncall.absence_added", stream="person"):
    """A person will be away from one day to another. Why is their own business."""

    absence: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceRemoved(Fact, kind="oncall.absence_removed", stream="person"):
    """A person is there after all."""

    absence: int


@dataclass(frozen=True, kw_only=True)
class HomelandSet(Fact, kind="oncall.homeland_set", stream="person"):
    """Other public holidays are a person's own from now on."""

    country: str
    subdivision: str


@dataclass(frozen=True, kw_only=True)
class RatesSet(Fact, kind="oncall.rates_set", stream="oncall"):
    """What being on call is paid with was set; by kind, in euro."""

    euro: dict[str, str]


FOR_PROGRAMS = (
    EscalationStarted, Paged, PageSkipped, NobodyReachable, Acknowledged, Escalated, Exhausted, Stopped, HoleFound,
    HoleGone,
)  # fmt: skip
"""What programs may hear of."""

FOR_THE_RECORD = (
    PagingChecked, CoverAsked, CoverAccepted, CoverRefused, CoverWithdrawn, CoverExpired, FeedIssued, FeedRevoked,
    HomelandSet, RatesSet,
)  # fmt: skip
"""What is told for the record alone."""
