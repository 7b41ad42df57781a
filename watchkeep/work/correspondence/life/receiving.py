"""Receiving: a message is kept, byte for byte, before anybody is told that we have it.

If the process dies before the commit, the server still has the message; after it, the server may offer the message
again, and the digest says that we have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from watchkeep.kernel import clock, queue
from watchkeep.work.correspondence.models import Mail, Mailbox, State
from watchkeep.work.correspondence.rules import copies

NOTED_EVERY = timedelta(seconds=5)
"""How exactly a mailbox knows when it last received something: mails that come side by side do not wait for its row."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A message as it came. ``trouble`` says why there is no more of it than this."""

    source: bytes
    envelope_from: str | None = None
    envelope_to: str = ""
    trouble: str = ""


@transaction.atomic
def receive(mailbox: Mailbox, arrived: Iterable[Arrived]) -> int:
    """Keep these messages, each once. Returns how many were offered; those that we have are no new ones."""
    now = clock.now()
    rows = [_row(mailbox, one) for one in arrived]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        stale = Q(received_at=None) | Q(received_at__lt=now - NOTED_EVERY)
        Mailbox.objects.filter(stale, pk=mailbox.pk).update(received_at=now)
        queue.nudge("mail")
    return len(rows)


@transaction.atomic
def erase_sources(limit: int = 500) -> int:
    """Sweep: let go of sources that are older than their mailbox keeps them. Returns how many.

    What was read from a message stays on its row, so that an answer to it still finds its ticket; and its digest, so
    that it is known when it is offered again.
    """
    now, done = clock.now(), 0
    for mailbox in Mailbox.objects.filter(keep_days__isnull=False):
        before = now - timedelta(days=mailbox.keep_days or 0)
        due = Mail.objects.due_to_erase(mailbox, before).select_for_update(skip_locked=True, of=("self",))
        ids = list(due.values_list("pk", flat=True)[: limit - done])
        done += Mail.objects.filter(pk__in=ids).update(source=b"", erased_at=now)
    return done


def _row(mailbox: Mailbox, one: Arrived) -> Mail:
    return Mail(
        mailbox=mailbox,
        digest=copies.digest(one.source),
        source=one.source,
        size=len(one.source),
        envelope_from=None if one.envelope_from is None else one.envelope_from[:320],
        envelope_to=one.envelope_to[:320],
        state=State.UNREADABLE if one.trouble else State.RECEIVED,
        why=one.trouble[:300],
        next_step_at=None if one.trouble else clock.now(),
    )
