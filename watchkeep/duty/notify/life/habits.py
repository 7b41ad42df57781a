"""What can wait: kept from quiet hours, or gathered and told together. Everybody decides that for themselves.

If the process dies while a digest is being written, nothing of it was: what was gathered is still there and due.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.notify import events, queries
from watchkeep.duty.notify.life.deliveries import send_to
from watchkeep.duty.notify.models import Gathered, Gathering, Habit, Urgency
from watchkeep.duty.notify.rules import digests, quiet, words
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.permissions import P as People
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def set_habits(
    person: Person,
    *,
    by: Actor,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    quiet_days: Sequence[int] = (),
    gathering: str = Gathering.AT_ONCE,
    digest_at: time = time(8),
) -> Habit:
    """Decide when what can wait may come. What was gathered already comes at the next moment of the new habit."""
    if by.person != person.pk:
        by.need(People.MANAGE, _("change how somebody else is reached"))
    if (quiet_from is None) != (quiet_until is None):
        raise Refused(_("Quiet hours have a beginning and an end."), field="quiet_until")
    if quiet_from is not None and quiet_from == quiet_until:
        raise Refused(_("Quiet hours end at another time than they begin."), field="quiet_until")
    if not set(quiet_days) < set(range(7)):
        raise Refused(_("Leave at least one day that is not quiet."), field="quiet_days")
    values = {
        "quiet_from": quiet_from, "quiet_until": quiet_until, "quiet_days": sorted(set(quiet_days)),
        "gathering": gathering, "digest_at": digest_at,
    }  # fmt: skip
    habit, _is_new = Habit.objects.update_or_create(person=person, defaults=values)
    if habit.next_digest_at:
        _plan(habit, clock.now() if gathering == Gathering.AT_ONCE else _next(habit))
    tell(events.HabitsSet(record=person.pk, by=by, gathering=gathering, is_quiet=bool(quiet_from or quiet_days)))
    return habit


def notify(  # a message has this many parts
    person: Person,
    *,
    fact_id: int,
    subject: str,
    body: str,
    link: str = "",
    link_text: str = "",
    urgency: str = Urgency.HIGH,
    ticket: Ticket | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Tell a person of a fact in the ways that they chose. Returns how many ways; 0 means out of reach.

    What is urgent goes now; what can wait comes when they want to hear it. Twice for the same fact is once: the
    database keeps one delivery for a fact, a person and a channel. ``headers`` are for a mail.
    """
    if not person.is_active:
        return 0
    message = Message(subject=subject, body=body, link=link, link_text=link_text)
    if urgency == Urgency.LOW:
        return _tell_in_time(person, message, fact_id=fact_id, ticket=ticket, headers=headers)
    ways = queries.ways_to(person, urgency)
    return send_to(person, ways, message, fact_id=fact_id, urgency=urgency, ticket=ticket, headers=headers)


def send_digests(limit: int = 200) -> int:
    """Sweep: tell together what was gathered for those whose moment has come. Returns how many were told."""
    told = 0
    while told < limit and _send_one():
        told += 1
    return told


@transaction.atomic
def _tell_in_time(
    person: Person, message: Message, *, fact_id: int, ticket: Ticket | None, headers: Mapping[str, str] | None
) -> int:
    """Gathered, after their quiet hours, or at once."""
    habit = Habit.objects.select_for_update().filter(person=person).first()
    if habit is None or habit.gathering == Gathering.AT_ONCE:
        at = _after_quiet(habit, clock.now()) if habit else None
        return _send(person, message, fact_id=fact_id, ticket=ticket, not_before=at, headers=headers)
    Gathered.objects.bulk_create(
        [
            Gathered(
                person=person, fact=fact_id, ticket=ticket, link=message.link,
                subject=words.one_line(message.subject, 200),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    if habit.next_digest_at is None:
        _plan(habit, _next(habit))
    return 1


@transaction.atomic
def _send_one() -> bool:
    due = Habit.objects.filter(next_digest_at__lte=clock.now()).order_by("next_digest_at")
    habit = due.select_related("person").select_for_update(of=("self",), skip_locked=True).first()
    if habit is None:
        return False
    rows = Gathered.objects.filter(person=habit.person)
    many = rows.count()
    items = [digests.Item(row.subject, row.link) for row in rows[: digests.MOST]]
    if items and habit.person.is_active:
        fact = tell(events.DigestSent(record=habit.person_id, by=CLOCK, things=many))
        message = Message(subject=digests.subject(many), body=digests.body(items, many), link="", link_text="")
        _send(habit.person, message, fact_id=fact.id)
    rows.delete()
    _plan(habit, None)
    return True


def _send(person: Person, message: Message, *, fact_id: int, **more: Any) -> int:
    return send_to(person, queries.ways_to(person, Urgency.LOW), message, fact_id=fact_id, **more)


def _next(habit: Habit) -> datetime:
    """When this person hears together what was gathered, outside their quiet hours."""
    daily_at = habit.digest_at if habit.gathering == Gathering.DAILY else None
    return _after_quiet(habit, quiet.next_digest(ZoneInfo(habit.person.time_zone), clock.now(), daily_at))


def _after_quiet(habit: Habit, at: datetime) -> datetime:
    zone = ZoneInfo(habit.person.time_zone)
    return quiet.until(quiet.Quiet(zone, habit.quiet_from, habit.quiet_until, frozenset(habit.quiet_days)), at)


def _plan(habit: Habit, at: datetime | None) -> None:
    habit.next_digest_at = at
    habit.save(update_fields=["next_digest_at"])
