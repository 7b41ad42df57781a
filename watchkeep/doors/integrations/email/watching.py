"""Watching mailboxes: a thread for each, which fetches what is there and then waits for the server to speak.

Whoever watches holds a lease on the mailbox's row. If the process dies here, the lease runs out and another worker goes
on; what was not committed is still on the server.
"""

import logging
import threading
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import close_old_connections, connections

from watchkeep.doors.integrations.email import imap
from watchkeep.kernel import clock, queue
from watchkeep.work.correspondence import life
from watchkeep.work.correspondence.models import Mailbox

log = logging.getLogger(__name__)

WAIT_SECONDS = 50.0
"""How long a session waits before it renews its lease; servers end an IDLE only after half an hour."""
POLL = timedelta(seconds=30)
"""How often a server is asked that does not speak by itself."""
AGAIN = (timedelta(seconds=30), timedelta(minutes=5))
"""How long to leave a server alone that fails: at first, and when it has failed for an hour."""
MOST = 50
"""Mailboxes that one process watches."""


@dataclass
class Watch:
    """One mailbox that this process watches. ``enough`` is set when its row is no longer as we left it."""

    mailbox: Mailbox
    enough: threading.Event = field(default_factory=threading.Event)


_busy: dict[int, Watch] = {}
_guard = threading.Lock()


def watch_due() -> int:
    """Sweep: begin to watch each mailbox that nobody watches, and end where it was paused, changed or asked for."""
    _look_around()
    while len(_busy) < MOST and (mailbox := life.take_mailbox(but=tuple(_busy))):
        one = Watch(mailbox)
        with _guard:
            _busy[mailbox.pk] = one
        threading.Thread(target=_run, args=(one,), daemon=True, name=f"mailbox-{mailbox.pk}").start()
    return 0


def watch(one: Watch) -> timedelta:
    """Fetch, wait and fetch again, while it is ours to do. Returns how long to leave it alone afterwards."""
    try:
        session = imap.Session(one.mailbox)
    except imap.TROUBLE as error:
        return _failed(one.mailbox, error)
    try:
        session.fetch_all()
        life.note_answer(one.mailbox)
        while session.can_wait and _is_still_ours(one):
            connections.close_all()
            session.wait(WAIT_SECONDS, one.enough)
            session.fetch_all()
            life.note_answer(one.mailbox)
    except imap.TROUBLE as error:
        return _failed(one.mailbox, error)
    finally:
        session.leave()
    return timedelta() if session.can_wait else POLL


def _look_around() -> None:
    with _guard:
        held = dict(_busy)
    if held:
        rows = Mailbox.objects.filter(pk__in=held, is_active=True).values_list("pk", "next_check_at")
        leases = dict(rows)
        for pk, one in held.items():
            if leases.get(pk) != one.mailbox.next_check_at:
                one.enough.set()


def _run(one: Watch) -> None:
    again = AGAIN[1]
    try:
        again = watch(one)
    except Exception:
        log.exception("the mailbox %s cannot be watched in a way that nobody foresaw", one.mailbox.pk)
    finally:
        close_old_connections()
        life.release(one.mailbox, again_at=clock.now() + again)
        with _guard:
            _busy.pop(one.mailbox.pk, None)
        queue.nudge("mailboxes")
        connections.close_all()


def _is_still_ours(one: Watch) -> bool:
    """Renew the lease, unless somebody wants a fresh start."""
    renewed = life.renew(one.mailbox)
    if not renewed:
        one.enough.set()
    return renewed


def _failed(mailbox: Mailbox, error: BaseException) -> timedelta:
    life.note_trouble(mailbox, imap.in_words(error))
    fresh = Mailbox.objects.get(pk=mailbox.pk)
    since = clock.now() - (fresh.failing_since or clock.now())
    return AGAIN[since > timedelta(hours=1)]
