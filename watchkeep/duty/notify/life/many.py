"""Telling many people of one fact, or of several: a handful of queries for any number of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from watchkeep.duty.notify import queries
from watchkeep.duty.notify.life import habits
from watchkeep.duty.notify.life.deliveries import delivery_to, queued, withdraw
from watchkeep.duty.notify.models import Gathered, Habit, Urgency
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Ticket


@dataclass(frozen=True)
class News:
    """A message to somebody, and the fact and ticket of which it tells."""

    person: Person
    message: Message
    fact: int
    ticket: Ticket | None = None


def notify_each(
    letters: Iterable[tuple[Person, Message]], *, fact_id: int, urgency: str = Urgency.LOW, ticket: Ticket | None = None
) -> list[Person]:
    """Tell each of these people of one fact. Everybody has their own message, so that a foot may differ."""
    return notify_all([News(person, message, fact_id, ticket) for person, message in letters], urgency=urgency)


@transaction.atomic
def notify_all(news: Sequence[News], *, urgency: str = Urgency.LOW) -> list[Person]:
    """Tell people of facts in the ways that they chose. Returns those to whom no way leads.

    Twice for a fact is once. Whoever made habits hears by them.
    """
    habitual = Habit.objects.filter(person__in={one.person.pk for one in news})
    own = set(habitual.values_list("person_id", flat=True))
    unreached = [
        one.person
        for one in news
        if one.person.pk in own
        and not habits.notify(one.person, fact_id=one.fact, urgency=urgency, ticket=one.ticket, **vars(one.message))
    ]
    others = [one for one in news if one.person.pk not in own]
    ways = queries.ways_to_each([one.person for one in others], urgency)
    now = clock.now()
    queued([
        delivery_to(one.person, way, one.message, fact=one.fact, urgency=urgency, ticket=one.ticket, due_at=now)
        for one in others
        for way in ways[one.person.pk]
    ])  # fmt: skip
    return unreached + [one.person for one in others if not ways[one.person.pk]]


@transaction.atomic
def withdraw_fact(fact_id: int, *, because: str) -> int:
    """Take back what waits of one fact, gathered for a digest or not. Returns how many."""
    gathered, _kinds = Gathered.objects.filter(fact=fact_id).delete()
    return gathered + withdraw(Q(fact=fact_id), because=because)
