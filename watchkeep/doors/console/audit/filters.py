"""What the trail can be narrowed by: who, what and when. All of it lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from watchkeep.doors.console.audit.wording import WORDS
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import Person

MOST_ALIKE = 8


@dataclass(frozen=True)
class Filter:
    """The filter as the address says it; what is unknown or makes no sense filters nothing.

    `alike` are the people whom a name could mean, when it does not mean one alone.
    """

    area: str
    kind: str
    who: str
    person: Person | None
    alike: list[Person]
    first: date | None
    last: date | None

    @classmethod
    def of(cls, asked: Mapping[str, str], area: str) -> "Filter":
        """Read it from the address."""
        kind, who = asked.get("what", ""), asked.get("who", "").strip()[:120]
        found = _people(asked.get("person", ""), who)
        person = found[0] if len(found) == 1 else None
        known = kind if kind in dict(_kinds(area)) else ""
        first, last = _day(asked.get("from", "")), _day(asked.get("until", ""))
        return cls(area, known, who, person, [] if person else found, first, last)

    @property
    def is_unclear(self) -> bool:
        """Whether somebody was asked for, and it cannot be said who."""
        return bool(self.who) and self.person is None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any((self.kind, self.who, self.person, self.first, self.last))

    @property
    def kinds(self) -> list[tuple[str, Words]]:
        """What can have happened, within the area."""
        return _kinds(self.area)

    @property
    def values(self) -> dict[str, Any]:
        """As the query takes it."""
        until = _midnight(self.last + timedelta(days=1)) if self.last else None
        since = _midnight(self.first) if self.first else None
        return {"area": self.area, "kind": self.kind, "person": self.person, "since": since, "until": until}


def _kinds(area: str) -> list[tuple[str, Words]]:
    return [(kind, words) for kind, (*_, words) in WORDS.items() if not area or kind in queries.AREAS[area]]


def _people(pk: str, who: str) -> list[Person]:
    """The one whom a number means, or those whose e-mail is just that, or whose name or e-mail holds it."""
    if who:
        exact = Person.objects.filter(Q(email=who) | Q(name__iexact=who))[:MOST_ALIKE]
        loose = Person.objects.filter(Q(name__icontains=who) | Q(email__icontains=who))[:MOST_ALIKE]
        return list(exact) or list(loose)
    return list(Person.objects.filter(pk=pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else []


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _midnight(day: date) -> datetime:
    """When a day begins, on the reader's clock."""
    return timezone.make_aware(datetime.combine(day, time()))
