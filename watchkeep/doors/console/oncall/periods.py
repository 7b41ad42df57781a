"""The stretch of time that a schedule's page shows, from its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from watchkeep.kernel import clock

CHOICES = (1, 2, 4, 8)


@dataclass(frozen=True)
class Period:
    """So many weeks from a day on, midnight to midnight in the reader's zone."""

    first: date
    weeks: int = 2

    @property
    def starts_at(self) -> datetime:
        """Midnight at its beginning."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """Midnight at its end."""
        return _midnight(self.first + timedelta(weeks=self.weeks))

    @property
    def earlier(self) -> str:
        """The day on which the period before this one begins."""
        return (self.first - timedelta(weeks=self.weeks)).isoformat()

    @property
    def later(self) -> str:
        """The day on which the next period begins."""
        return (self.first + timedelta(weeks=self.weeks)).isoformat()


def asked(params: Mapping[str, str]) -> Period:
    """The period that an address names; two weeks from today when it names none that makes sense."""
    today = timezone.localtime(clock.now()).date()
    weeks = params.get("weeks", "")
    return Period(_day(params.get("from", "")) or today, int(weeks) if weeks in map(str, CHOICES) else 2)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
