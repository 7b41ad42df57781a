"""Pure decisions: which target applies, how much time a ledger has counted, when a clock is due.

A ledger is a row of stretches. Each begins where the one before it ends and is counted in the
hours that were promised while it ran. What has been counted stays counted: a new priority
or calendar changes the promise from that moment on and never measures the past again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.calendars import queries as calendars


class Measure(TextChoices):
    """What is promised."""

    RESPONSE = "response", _("Response")
    RESOLUTION = "resolution", _("Resolution")


class Kind(TextChoices):
    """What a clock does; the last stretch of its ledger says it."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    STOPPED = "stopped", _("Stopped")


class Specificity(IntegerChoices):
    """How precisely a target is aimed; the most precise one wins."""

    EVERYTHING = 0
    PRIORITY = 1
    SERVICE = 2
    SERVICE_AND_PRIORITY = 3
    CATALOGUE_ITEM = 4


class Promise(Protocol):
    """So much time (None: no target), in these hours (None: around the clock), a warning at this share."""

    @property
    def target_seconds(self) -> int | None:
        """The promised time; None is no target."""

    @property
    def warn_percent(self) -> int:
        """Share of it after which the promise is at risk."""

    @property
    def hours(self) -> calendars.Hours | None:
        """The hours that count; None is around the clock."""


class Stretch(Protocol):
    """One line of a ledger."""

    @property
    def kind(self) -> str:
        """What the clock did, as in Kind."""

    @property
    def from_at(self) -> datetime:
        """Since when."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def terms(self) -> Promise:
        """Under which promise."""


class Aimed(Protocol):
    """A target: what it measures and whom it is for. None means any."""

    @property
    def measure(self) -> str:
        """What is promised, as in Measure."""

    @property
    def priority(self) -> int | None:
        """For which priority."""

    @property
    def service_id(self) -> int | None:
        """For which service."""

    @property
    def item_id(self) -> int | None:
        """For which item of the catalogue, whatever its service and priority."""


S = TypeVar("S", bound=Stretch)
A = TypeVar("A", bound=Aimed)


@dataclass(frozen=True)
class Line(Generic[S]):
    """A stretch with its end, the seconds it counted and the seconds counted so far."""

    stretch: S
    to_at: datetime
    counted: float
    total: float


def choose(
    targets: Iterable[A], measure: str, priority: int, service_id: int | None, item_id: int | None = None
) -> A | None:
    """Pick the target that applies: of the item, else service and priority, else service, else priority, else any."""
    fitting = [
        target
        for target in targets
        if target.measure == measure
        and target.priority in (None, priority)
        and target.service_id in (None, service_id)
        and target.item_id in (None, item_id)
    ]
    return max(fitting, key=specificity, default=None)


def specificity(target: Aimed) -> Specificity:
    """How precisely this target is aimed."""
    if target.item_id is not None:
        return Specificity.CATALOGUE_ITEM
    return Specificity(2 * (target.service_id is not None) + (target.priority is not None))


def lines(ledger: Sequence[S], until: datetime) -> list[Line[S]]:
    """The ledger with sums, up to an instant. The last ``total`` is the time used, in seconds."""
    ends = [later.from_at for _, later in pairwise(ledger)] + [until]
    result: list[Line[S]] = []
    total = 0.0
    for stretch, end in zip(ledger, ends, strict=False):
        counted = count(stretch, end)
        total += counted
        result.append(Line(stretch, max(end, stretch.from_at), counted, total))
    return result


def used(ledger: Sequence[Stretch], until: datetime) -> float:
    """Seconds counted by a ledger up to an instant."""
    return sum(line.counted for line in lines(ledger, until))


def count(stretch: Stretch, until: datetime) -> float:
    """Seconds that one stretch counts from its beginning to an instant: none unless it runs."""
    if stretch.kind != Kind.RUNNING or until <= stretch.from_at:
        return 0.0
    return calendars.between(stretch.terms.hours, stretch.from_at, until)


def due(promise: Promise, counted: float, start: datetime) -> tuple[datetime | None, datetime | None]:
    """Moments of warning and of breach of a clock that runs on from ``start`` having counted so much.

    A clock that is late already is due at ``start``, not in the past: it became late by what
    happened then. Without a target it is never due.
    """
    whole = promise.target_seconds
    if whole is None:
        return None, None
    return _moment(promise, share_to_warn(promise), counted, start), _moment(promise, whole, counted, start)


def share_to_warn(promise: Promise) -> float:
    """Seconds after which the promise is at risk."""
    return (promise.target_seconds or 0) * promise.warn_percent / 100


def left(promise: Promise, counted: float, since: datetime | None, now: datetime) -> float | None:
    """Seconds of promised time left; negative when overdue. ``since``: where running began, None if it rests."""
    if promise.target_seconds is None:
        return None
    running = calendars.between(promise.hours, since, now) if since and now > since else 0.0
    return promise.target_seconds - counted - running


def _moment(promise: Promise, share: float, counted: float, start: datetime) -> datetime:
    return calendars.add(promise.hours, start, share - counted) if share > counted else start


def kept(hours: calendars.Hours | None) -> dict[str, Any] | None:
    """Business hours as JSON, for terms to keep."""
    if hours is None:
        return None
    return {
        "time_zone": hours.time_zone,
        "week": hours.week,
        "country": hours.country,
        "subdivision": hours.subdivision,
        "closed_on": sorted(day.isoformat() for day in hours.closed_on),
    }


def restored(spec: dict[str, Any] | None) -> calendars.Hours | None:
    """Business hours from what terms keep."""
    if spec is None:
        return None
    week = tuple(tuple((opens, closes) for opens, closes in day) for day in spec["week"])
    closed_on = frozenset(date.fromisoformat(day) for day in spec["closed_on"])
    return calendars.Hours(spec["time_zone"], week, spec["country"], spec["subdivision"], closed_on)


def exactly(seconds: int) -> str:
    """A length of time to the second, as sums are shown: 0:10:01."""
    whole = abs(seconds)
    return f"{'-' if seconds < 0 else ''}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def spoken(seconds: float) -> str:
    """A length of time in words: 15 min, 24 h, 26 h 5 min. Never in days: a working day has no fixed length."""
    sign, whole = ("-" if seconds <= -1 else ""), abs(int(seconds))
    if whole < 60:
        return f"{sign}{whole} s"
    sizes = ((whole // 3600, "h"), (whole // 60 % 60, "min"))
    return sign + " ".join(f"{size} {unit}" for size, unit in sizes if size)
