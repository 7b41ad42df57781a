"""Telling many people of one fact: a handful of queries for any number of them."""

from collections.abc import Iterable

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


@transaction.atomic
def notify_each(
    letters: Iterable[tuple[Person, Message]], *, fact_id: int, urgency: str = Urgency.LOW, ticket: Ticket | None = None
) -> list[Person]:
    """Tell each of these people of a fact in the ways that they chose. Returns those to whom no way leads.

    Twice for a fact is once. Everybody has their own message, so that a foot may differ.
    Whoever made habits hears by them.
    """
    letters = list(letters)
    own = set(
        Habit.objects.filter(person__in=[person for person, _message in letters]).values_list("person_id", flat=True)
    )
    unreached = [
        person
        for person, message in letters
        if person.pk in own
        and not habits.notify(person, fact_id=fact_id, urgency=urgency, ticket=ticket, **vars(message))
    ]
    letters = [(person, message) for person, message in letters if person.pk not in own]
    ways = queries.ways_to_each([person for person, _message in letters], urgency)
    now = clock.now()
    queued([
        delivery_to(person, way, message, fact=fact_id, urgency=urgency, ticket=ticket, due_at=now)
        for person, message in letters
        for way in ways[person.pk]
    ])  # fmt: skip
    return unreached + [person for person, _message in letters if not ways[person.pk]]


@transaction.atomic
def withdraw_fact(fact_id: int, *, because: str) -> int:
    """Take back what waits of one fact, gathered for a digest or not. Returns how many."""
    gathered, _kinds = Gathered.objects.filter(fact=fact_id).delete()
    return gathered + withdraw(Q(fact=fact_id), because=because)
