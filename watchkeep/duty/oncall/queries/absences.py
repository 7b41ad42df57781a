"""Who is away when, which shifts that leaves uncovered, and whose holidays fall into a stretch of time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchkeep.duty.oncall.models import Absence, Homeland
from watchkeep.duty.oncall.queries import rotas
from watchkeep.duty.oncall.rules.pageability import Stretch
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock


@dataclass(frozen=True)
class Holiday:
    """A public holiday, and for whom it is one."""

    day: date
    name: str
    people: list[Person]


def away(start: datetime, end: datetime, people: Iterable[int] | None = None) -> dict[int, list[Stretch]]:
    """When each of these people (everybody) is away within an interval, in order and without overlap; one query."""
    rows = Absence.objects.touching(start, end).select_related("person")
    if people is not None:
        rows = rows.filter(person__in=list(people))
    found: defaultdict[int, list[Stretch]] = defaultdict(list)
    for row in rows.order_by("starts_on", "pk"):
        one, before = row.stretch(), found[row.person_id]
        if before and one.starts_at <= before[-1].ends_at:
            before[-1] = Stretch(before[-1].starts_at, max(before[-1].ends_at, one.ends_at))
        else:
            before.append(one)
    return dict(found)


def uncovered(absence: Absence) -> list[rotas.Shift]:
    """The shifts within a year that the person still has while away, each cut to the absence, the earliest first."""
    gone, now = absence.stretch(), clock.now()
    start, end = max(gone.starts_at, now), min(gone.ends_at, now + rotas.FARTHEST)
    return rotas.shifts_of(absence.person, start, end) if start < end else []


def left_alone(shifts: Iterable[rotas.Shift], gone: dict[int, list[Stretch]]) -> Iterator[rotas.Shift]:
    """The parts of these shifts during which whoever has them is away."""
    for shift in shifts:
        for one in gone.get(shift.person.pk, ()) if shift.person else ():
            starts_at, ends_at = max(one.starts_at, shift.starts_at), min(one.ends_at, shift.ends_at)
            if starts_at < ends_at:
                yield replace(shift, starts_at=starts_at, ends_at=ends_at)


def holidays(people: Iterable[Person], start: datetime, end: datetime) -> list[Holiday]:
    """The public holidays of these people within an interval, in order; one query."""
    by_place: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
    known = {person.pk: person for person in people}
    for home in Homeland.objects.filter(person__in=known):
        by_place[home.country, home.subdivision].append(known[home.person_id])
    found = [
        Holiday(day.day, day.closed_because, sorted(them, key=lambda person: person.name))
        for (country, subdivision), them in by_place.items()
        for day in calendars.coming_days(_of(country, subdivision), start, (end - start).days + 1)
        if day.closed_because
    ]
    return sorted(found, key=lambda holiday: (holiday.day, holiday.name))


def _of(country: str, subdivision: str) -> calendars.Hours:
    """A calendar that knows nothing but a place's holidays."""
    return calendars.Hours("UTC", ((),) * 7, country, subdivision)
