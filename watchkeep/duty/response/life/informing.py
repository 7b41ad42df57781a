"""Keeping those who wait informed: when the next update is due, and a word when it is late."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from watchkeep.duty.response import events, rules
from watchkeep.duty.response.models import Audience, Cadence, Response
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell_many
from watchkeep.work.tickets.models import Ticket

HEARD = {True: (Audience.PUBLIC, Audience.INTERNAL), False: (Audience.INTERNAL,)}
"""Who has heard an update, by whether it is public: what everybody may read, we have read as well."""


def begin(response: Response) -> None:
    """The first update of each audience that the plan wants to hear is due so long from now."""
    now, demands = clock.now(), response.demands
    first = {one: rules.first_due(demands, one, now) for one in Audience}
    Cadence.objects.bulk_create(
        [Cadence(response=response, audience=one, due_at=at) for one, at in first.items() if at],
        update_conflicts=True,
        unique_fields=["response", "audience"],
        update_fields=["due_at", "late_at"],
    )


def move(response: Response) -> None:
    """The plan is another one: an update may become due sooner, or not at all, but never later."""
    now, demands = clock.now(), response.demands
    stands = {one.audience: one for one in response.cadences.select_for_update()}
    for audience in Audience:
        cadence = stands.get(audience) or Cadence(response=response, audience=audience)
        due = rules.moved_due(demands, audience, now, cadence.due_at)
        if due != cadence.due_at:
            cadence.due_at, cadence.late_at = due, None
            cadence.save()


@transaction.atomic
def note_update(ticket: Ticket, *, is_public: bool, promised: datetime | None) -> None:
    """An update was posted: the next one is due as the plan says, or sooner when that was promised."""
    response = Response.objects.filter(ticket=ticket, ended_at=None).first()
    if response is None or not ticket.is_open or ticket.state == "restored":
        return
    now, demands = clock.now(), response.demands
    heard = HEARD[is_public]
    due = {one: rules.next_due(demands, one, now, promised if one == heard[0] else None) for one in heard}
    Cadence.objects.bulk_create(
        [Cadence(response=response, audience=one, due_at=at, posted_at=now) for one, at in due.items()],
        update_conflicts=True,
        unique_fields=["response", "audience"],
        update_fields=["due_at", "late_at", "posted_at"],
    )


def rest_updates(ticket: int) -> None:
    """Nobody waits for another update."""
    Cadence.objects.filter(response=ticket, due_at__isnull=False).update(due_at=None, late_at=None)


@transaction.atomic
def tell_late(limit: int = 200) -> int:
    """Tell of updates whose moment has passed in silence, each once. Returns how many."""
    now = clock.now()
    late: Sequence[Cadence] = list(Cadence.objects.due(now).select_for_update(skip_locked=True)[:limit])
    Cadence.objects.filter(pk__in=[one.pk for one in late]).update(late_at=now)
    tell_many([
        events.UpdateLate(record=one.response_id, by=CLOCK, audience=one.audience, due_at=one.due_at or now)
        for one in late
    ])  # fmt: skip
    return len(late)
