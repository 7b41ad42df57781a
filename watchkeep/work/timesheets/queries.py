"""Reads: sums by ticket and by person, and the clock that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from watchkeep.work.timesheets.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.tickets.models import Ticket


@dataclass(frozen=True)
class Worked:
    """How long one person worked on one ticket, in seconds."""

    person: int
    name: str
    seconds: int


def worked_on(ticket: Ticket) -> list[Worked]:
    """Who worked how long on a ticket, the longest first. Clocks that run do not count yet."""
    rows = Entry.objects.filter(ticket=ticket).counting().order_by().values("person", "person__name")
    summed = rows.annotate(total=Sum("seconds")).order_by("-total", "person")
    return [Worked(row["person"], row["person__name"], row["total"]) for row in summed]


def seconds_of(person: int, since: datetime, until: datetime) -> int:
    """How long somebody worked on whatever they began in this time, in seconds."""
    rows = Entry.objects.filter(person=person, began_at__gte=since, began_at__lt=until).counting()
    return int(rows.aggregate(total=Sum("seconds"))["total"] or 0)


def running_of(actor: Actor) -> Entry | None:
    """The clock that this person has running, wherever."""
    if actor.person is None:
        return None
    return Entry.objects.running().filter(person=actor.person).select_related("ticket").first()
