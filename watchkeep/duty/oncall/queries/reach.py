"""Whom a step would reach at a moment, and why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchkeep.duty.notify import queries as notify
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.oncall.models import Schedule
from watchkeep.duty.oncall.queries import absences, rotas
from watchkeep.duty.oncall.rules import paging
from watchkeep.duty.oncall.rules.pageability import Stretch
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person

NOBODY = {"person": "inactive", "team": "empty", "schedule": "nobody_on_duty"}
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Reach:
    """One person behind a target, or a target behind which there is nobody.

    `why` is empty when she can be paged, else `no_contact`, `inactive`, `away`, `nobody_on_duty` or `empty`.
    """

    target: paging.Target
    person: Person | None = None
    why: str = ""

    @property
    def is_reachable(self) -> bool:
        """Whether a page would go out."""
        return not self.why

    @property
    def through(self) -> str:
        """The schedule or team that leads to the person; nothing when she is named herself."""
        return "" if self.target.kind == "person" else self.target.name


def reach(targets: Iterable[paging.Target], at: datetime) -> list[Reach]:
    """Everybody that these targets mean at this moment, each person once."""
    found: dict[object, Reach] = {}
    for target in targets:
        people = _behind(target, at)
        for person in people:
            found.setdefault(person.pk, reach_of(target, person))
        if not people:
            found[target] = Reach(target, None, NOBODY[target.kind])
    return _passing_over_the_away(list(found.values()), at)


def reach_of(target: paging.Target, person: Person) -> Reach:
    """One person, whatever led to her."""
    if not person.is_active:
        return Reach(target, person, "inactive")
    return Reach(target, person, "" if notify.ways_to(person, Urgency.HIGH) else "no_contact")


def situation(plan: paging.Plan, severity: int | None, at: datetime) -> paging.Situation:
    """What decides at this moment which steps of a plan count."""
    calendars_ = BusinessHours.objects.in_bulk({step.hours for step in plan.steps if step.hours})
    return paging.Situation(severity, frozenset(pk for pk, hours in calendars_.items() if _is_open(hours, at)))


def _passing_over_the_away(found: list[Reach], at: datetime) -> list[Reach]:
    """Whoever is away is not woken; the next in line is asked at once, and the timeline says why."""
    gone = absences.away(at, at + MOMENT, [one.person.pk for one in found if one.person])
    return [replace(one, why="away") if not one.why and _is_away(one, gone, at) else one for one in found]


def _is_away(one: Reach, gone: dict[int, list[Stretch]], at: datetime) -> bool:
    stretches = gone.get(one.person.pk, []) if one.person else []
    return any(stretch.starts_at <= at < stretch.ends_at for stretch in stretches)


def _is_open(hours: BusinessHours, at: datetime) -> bool:
    return calendars.between(hours.spec(), at, at + MOMENT) > 0


def _behind(target: paging.Target, at: datetime) -> list[Person]:
    if target.kind == "person":
        return list(Person.objects.filter(pk=target.id))
    if target.kind == "team":
        return list(Person.objects.active().filter(memberships__team=target.id))
    return list(_on_duty(target.id, at))


def _on_duty(schedule_id: int, at: datetime) -> Iterator[Person]:
    schedule = Schedule.objects.filter(pk=schedule_id).first()
    if schedule and (person := rotas.on_call(schedule, at)):
        yield person
