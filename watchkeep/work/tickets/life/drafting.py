"""What is being written: kept while it is unsent, forgotten once it is sent. A draft is nobody's fact but its own."""

from datetime import timedelta

from django.db import connection

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.models import Draft, Ticket, Way
from watchkeep.work.tickets.permissions import P

KEPT = timedelta(days=30)
BATCH = 500
_SAVE = """
INSERT INTO tickets_draft (ticket_id, person_id, way, body, saved_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (ticket_id, person_id) DO UPDATE SET way = excluded.way, body = excluded.body, saved_at = excluded.saved_at
"""


def keep_draft(ticket: Ticket, *, by: Actor, body: str, way: str = Way.NOTE) -> None:
    """Keep what they have written so far, one statement each time; empty words forget it."""
    person = _writer(by, way)
    if way not in Way.values:
        raise Refused("There is no such way to write.", field="way")
    if not (body := body.replace("\x00", "")[: rules.MAX_TEXT]).strip():
        drop_draft(ticket, by=by)
        return
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, (ticket.pk, person, way, body, clock.now()))


def drop_draft(ticket: Ticket, *, by: Actor) -> None:
    """Forget it."""
    Draft.objects.filter(ticket=ticket, person=by.person).delete()


def sent(ticket: Ticket, by: Actor) -> None:
    """What was written is sent, inside its verb. What a program says with somebody's key leaves their draft alone."""
    if by.person and str(by) == f"person:{by.person}":
        drop_draft(ticket, by=by)


def forget_old_drafts() -> int:
    """Forget drafts that nobody touched for a month; return how many."""
    old = Draft.objects.filter(saved_at__lt=clock.now() - KEPT).values_list("pk", flat=True)[:BATCH]
    return Draft.objects.filter(pk__in=list(old)).delete()[0]


def _writer(by: Actor, way: str) -> int:
    by.need(P.NOTE if way == Way.NOTE else P.REPLY, "write here")
    if by.person is None:
        raise NotAllowed(f"{by.name} is nobody who keeps drafts.", permission=P.REPLY)
    return by.person
