"""What one report does to what is known of a deployment: in whichever order reports come. No database, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchkeep.work.changes.models.reports import Progress, Report

ENDS = (Progress.SUCCEEDED, Progress.FAILED, Progress.ROLLED_BACK)
OLDEST = timedelta(days=30)
"""What is said to be older is a clock that is wrong: then it is now."""
_WORDS = re.compile(r"[^a-z0-9]+")
_PRODUCTION = {"production", "prod", "prd", "live"}
_NOT = {"non", "not", "pre", "no"}


@dataclass(frozen=True, kw_only=True)
class Known:
    """How far a deployment is known to be."""

    progress: Progress
    began_at: datetime
    ended_at: datetime | None
    said_at: datetime


def moment(said: datetime | None, now: datetime) -> datetime:
    """When it was: never ahead of our own clock, whatever the sender's says."""
    return said if said and now - OLDEST <= said <= now else now


def folded(known: Known | None, report: Report, now: datetime) -> Known:
    """What is known after a report. An end stands against a late start; of two ends the later one counts."""
    at = moment(report.at, now)
    began = moment(report.began_at, now) if report.began_at else at
    if known is None:
        ended = at if report.progress in ENDS else None
        return Known(progress=report.progress, began_at=min(began, at), ended_at=ended, said_at=at)
    first = min(known.began_at, began)
    if report.progress not in ENDS:
        return Known(progress=known.progress, began_at=first, ended_at=known.ended_at, said_at=known.said_at)
    if known.progress in ENDS and at < known.said_at:
        return Known(progress=known.progress, began_at=first, ended_at=known.ended_at, said_at=known.said_at)
    if known.progress == report.progress:
        return Known(progress=known.progress, began_at=first, ended_at=known.ended_at, said_at=max(at, known.said_at))
    return Known(progress=report.progress, began_at=first, ended_at=max(at, first), said_at=at)


def sounds_like_production(environment: str) -> bool:
    """Whether the name of an environment says so: ``prod-eu`` does, ``pre-prod`` and ``nonproduction`` do not."""
    words = [word for word in _WORDS.split(environment.lower()) if word]
    return any(word in _PRODUCTION and not (at and words[at - 1] in _NOT) for at, word in enumerate(words))


def numbers_in(text: str, prefix: str = "CHG") -> list[str]:
    """The numbers of changes that a text names, in order, each once."""
    found = re.findall(rf"(?<![A-Za-z0-9]){prefix}-(\d{{1,12}})(?!\d)", text, re.IGNORECASE)
    return list(dict.fromkeys(f"{prefix}-{int(one)}" for one in found))[:10]
