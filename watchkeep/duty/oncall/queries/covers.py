"""Requests for cover: who may answer, and whether the shift is still whose it was."""

from datetime import datetime

from django.db.models import Q, QuerySet

from watchkeep.duty.oncall.models import Cover, Schedule
from watchkeep.duty.oncall.queries import rotas
from watchkeep.estate.people.models import Person


def candidates(cover: Cover) -> list[Person]:
    """Who may take it: the person asked, or everybody who takes turns in the rota but the one who asks."""
    if cover.asked_id:
        return list(Person.objects.active().filter(pk=cover.asked_id))
    in_turns = Person.objects.active().filter(pk__in=cover.schedule.layers.values("people"))
    return list(in_turns.exclude(pk=cover.person_id))


def waiting(cover: Cover) -> list[Person]:
    """Those of them who have not said no."""
    refused = set(cover.refusals.values_list("person_id", flat=True))
    return [person for person in candidates(cover) if person.pk not in refused]


def has_all_of(schedule: Schedule, person: Person, start: datetime, end: datetime) -> bool:
    """Whether a person is on duty in a schedule during all of an interval."""
    shifts = rotas.upcoming(schedule, start, end)
    return bool(shifts) and all(shift.person == person for shift in shifts)


def covers_for(person: Person) -> QuerySet[Cover]:
    """Open requests that wait for this person's answer."""
    rotas_of = Schedule.objects.filter(layers__people=person)
    asked = Q(asked=person) | Q(asked__isnull=True, schedule__in=rotas_of)
    mine = Cover.objects.open().filter(asked).exclude(person=person).exclude(refusals__person=person)
    return mine.select_related("schedule", "person", "asked").order_by("starts_at")
