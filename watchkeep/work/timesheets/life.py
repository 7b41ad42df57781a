"""Time worked, in the order in which it comes about: started, stopped or written down, corrected, struck out.

If the process dies here, a clock runs on: its beginning is a committed row, and whoever started it stops it later.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.timesheets.events import Corrected, Logged, Started, Struck
from watchkeep.work.timesheets.models import Entry
from watchkeep.work.timesheets.permissions import P

LONGEST = 24 * 3600
"""How many seconds one entry has at most."""


@transaction.atomic
def start(ticket: Ticket, *, by: Actor) -> Entry:
    """Let one's clock run on this ticket; a clock that runs on another is stopped first."""
    person = _worker(by)
    for running in Entry.objects.running().filter(person=person).select_for_update():
        if running.ticket_id == ticket.pk:
            raise Refused(_("Your clock runs on it already."), code="wrong_state")
        stop(running, by=by)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(ticket=ticket, person_id=person)
    except IntegrityError:
        raise Refused(_("Your clock runs already."), code="wrong_state") from None
    tell(Started(record=ticket.pk, by=by, entry=entry.pk, person=person))
    return entry


@transaction.atomic
def stop(entry: Entry, *, by: Actor, note: str = "") -> None:
    """Stop one's clock. What ran on for more than a day counts as a day, and can be corrected."""
    if _worker(by) != entry.person_id:
        raise NotAllowed("This clock is somebody else's.", permission=P.LOG)
    now = clock.now()
    seconds = min(LONGEST, max(0, round((now - entry.began_at).total_seconds())))
    values = {"ended_at": entry.began_at + timedelta(seconds=seconds), "seconds": seconds, "note": _short(note)}
    if not Entry.objects.running().filter(pk=entry.pk).update(**values):
        raise Refused(_("This clock does not run any more."), code="wrong_state")
    entry.refresh_from_db()
    tell(Logged(
        record=entry.ticket_id, by=by, entry=entry.pk, person=entry.person_id, worked_seconds=seconds, by_hand=False
    ))  # fmt: skip


@transaction.atomic
def log(ticket: Ticket, *, by: Actor, seconds: int, note: str = "", began_at: datetime | None = None) -> Entry:
    """Write down how long one worked, in seconds; it began so long ago unless said otherwise."""
    person, now = _worker(by), clock.now()
    _refuse_length(seconds)
    began_at = began_at or now - timedelta(seconds=seconds)
    if began_at + timedelta(seconds=seconds) > now + timedelta(seconds=5):
        raise Refused(_("Work that has not happened yet cannot be written down."), field="began_at")
    entry = Entry.objects.create(
        ticket=ticket, person_id=person, began_at=began_at, ended_at=began_at + timedelta(seconds=seconds),
        seconds=seconds, note=_short(note),
    )  # fmt: skip
    tell(Logged(record=ticket.pk, by=by, entry=entry.pk, person=person, worked_seconds=seconds, by_hand=True))
    return entry


@transaction.atomic
def correct(entry: Entry, *, by: Actor, seconds: int, reason: str) -> None:
    """It was another length. The former one and the reason stay on record."""
    _may_correct(entry, by)
    _refuse_length(seconds)
    reason, was = _reason(reason), entry.seconds
    _write(entry, seconds=seconds, ended_at=entry.began_at + timedelta(seconds=seconds))
    if seconds != was:
        tell(Corrected(
            record=entry.ticket_id, by=by, entry=entry.pk, person=entry.person_id, was_seconds=was,
            worked_seconds=seconds, reason=reason,
        ))  # fmt: skip


@transaction.atomic
def strike(entry: Entry, *, by: Actor, reason: str) -> None:
    """It does not count. It stays on record, struck out."""
    _may_correct(entry, by)
    reason = _reason(reason)
    _write(entry, is_struck=True)
    tell(Struck(
        record=entry.ticket_id, by=by, entry=entry.pk, person=entry.person_id, was_seconds=entry.seconds, reason=reason
    ))  # fmt: skip


def _write(entry: Entry, **values: object) -> None:
    """Of two who correct the same entry at once, one is told."""
    rows = Entry.objects.filter(pk=entry.pk, version=entry.version, is_struck=False, ended_at__isnull=False)
    if not rows.update(version=entry.version + 1, **values):
        raise Refused(_("Somebody changed it since, or it does not count any more."), code="wrong_state")
    entry.refresh_from_db()


def _worker(by: Actor) -> int:
    by.need(P.LOG, "log time")
    if by.person is None:
        raise NotAllowed(f"{by.name} is nobody who works.", permission=P.LOG)
    return by.person


def _may_correct(entry: Entry, by: Actor) -> None:
    if entry.person_id == by.person:
        by.need(P.LOG, "log time")
    else:
        by.need(P.CORRECT, "correct the time of others")


def _refuse_length(seconds: int) -> None:
    if not 0 < seconds <= LONGEST:
        raise Refused(_("Between a second and 24 hours."), field="seconds", code="out_of_range")


def _reason(reason: str) -> str:
    if not (reason := _short(reason)):
        raise Refused(_("Say why."), field="reason", code="missing")
    return reason


def _short(text: str) -> str:
    return text.replace("\x00", "").strip()[:200]
