"""How likely a change is to have caused an incident, by what is known of both: a score with its parts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HALF = timedelta(hours=3)
"""So long after its end a change is half as suspect."""
TIME, NEARNESS, RISK, VERDICT = 45, 30, 10, 15
"""What each part weighs; together 100."""
_BY_FINDING = {"worse": 1.0, "": 0.5, "unknown": 0.5, "same": 0.2, "better": 0.1}


@dataclass(frozen=True)
class Part:
    """One reason, in points and in words."""

    points: int
    most: int
    words: str


@dataclass(frozen=True)
class Score:
    """How suspect a change is, from 0 to 100, and why."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        """All parts together."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Deed:
    """What is known of a change when it is suspected. ``distance``: dependencies between it and what failed."""

    begun_at: datetime
    ended_at: datetime | None
    distance: int
    risk: int | None
    finding: str


def score(deed: Deed, failed_at: datetime) -> Score:
    """Score a change that had begun when something failed: by time, distance on the map, risk and verdict.

    Under way then: full points for time; after its end half of them every three hours.
    """
    since = failed_at - deed.ended_at if deed.ended_at and deed.ended_at < failed_at else timedelta(0)
    time = 0.5 ** (since / HALF)
    nearness = 1 / (1 + deed.distance)
    risk = 0.5 if deed.risk is None else deed.risk / 100
    return Score((
        Part(round(TIME * time), TIME, _ended(since) if since else _("It was under way then.")),
        Part(round(NEARNESS * nearness), NEARNESS, _far(deed.distance)),
        Part(round(RISK * risk), RISK, _risky(deed.risk)),
        Part(round(VERDICT * _BY_FINDING[deed.finding]), VERDICT, _found(deed.finding)),
    ))  # fmt: skip


def _ended(since: timedelta) -> str:
    minutes = int(since.total_seconds() // 60)
    if minutes < 120:
        words = ngettext("It had ended %(n)s minute before.", "It had ended %(n)s minutes before.", minutes)
        return words % {"n": minutes}
    return _("It had ended %(n)s hours before.") % {"n": minutes // 60}


def _far(distance: int) -> str:
    if not distance:
        return _("It touched this very service.")
    if distance == 1:
        return _("It touched what this service needs.")
    return _("It touched what this service needs, %(n)s dependencies away.") % {"n": distance}


def _risky(risk: int | None) -> str:
    if risk is None:
        return _("Its risk was never reckoned.")
    return _("Its risk is %(risk)s of 100.") % {"risk": risk}


def _found(finding: str) -> str:
    return {
        "worse": _("Its verdict is worse."), "same": _("Its verdict is the same."),
        "better": _("Its verdict is better."), "unknown": _("Too little is known for a verdict on it."),
    }.get(finding, _("It is not judged yet."))  # fmt: skip
