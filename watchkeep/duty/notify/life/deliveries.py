"""The life of a delivery: first the map, then the verbs that write, withdraw and repeat one.

A delivery is a row of the transaction of the fact that it tells of: both are there or neither is.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.duty.notify import events, queries
from watchkeep.duty.notify.models import Channel, Delivery, State, Urgency, WebhookEndpoint
from watchkeep.duty.notify.permissions import P
from watchkeep.duty.notify.rules import hooks, words
from watchkeep.duty.notify.rules.ways import Way
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact, tell
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.tickets.models import Ticket

LIFE = Lifecycle(
    Step("take", (State.PENDING, State.SENDING), State.SENDING, may=P.DELIVER),
    Step("deliver", (State.SENDING,), State.SENT, may=P.DELIVER),
    Step("put_off", (State.SENDING,), State.PENDING, may=P.DELIVER),
    Step("give_up", (State.SENDING,), State.DEAD, may=P.DELIVER),
    Step("bounce", (State.SENT,), State.DEAD, may=P.DELIVER),
    Step("withdraw", (State.PENDING,), State.WITHDRAWN, may=P.DELIVER),
    Step("resend", (State.SENT, State.DEAD, State.WITHDRAWN), State.PENDING, may=P.RESEND),
)


BATCH = 500
"""Rows that one statement writes."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message to somebody or something that is no person of ours: who, which way, what, how they can stop it."""

    outsider: str
    way: Way
    message: Message
    headers: dict[str, Any] = field(default_factory=dict)
    secret: str = ""


@transaction.atomic
def send_to(  # a message has this many parts
    person: Person,
    ways: Sequence[Way],
    message: Message,
    *,
    fact_id: int,
    urgency: str = Urgency.LOW,
    ticket: Ticket | None = None,
    not_before: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Write one delivery for each way, due now (or not before a moment) and after the way's delay.

    ``headers`` are for a mail; an empty one takes the usual one away.
    """
    due_at = max(clock.now(), not_before or clock.now())
    rows = [
        delivery_to(person, way, message, fact=fact_id, urgency=urgency, ticket=ticket, due_at=due_at) for way in ways
    ]
    for row in rows:
        row.headers = dict(headers or {}) if row.channel == Channel.EMAIL else {}
    return queued(rows)


def delivery_to(  # the same
    person: Person,
    way: Way,
    message: Message,
    *,
    fact: int,
    urgency: str,
    ticket: Ticket | None,
    due_at: datetime,
) -> Delivery:
    """One delivery to a person, not written yet: due at that moment, after the way's delay."""
    return Delivery(
        fact=fact,
        person=person,
        method_id=way.method,
        ticket=ticket,
        channel=way.channel,
        lane=way.lane,
        address=way.address,
        hint=way.hint,
        urgency=urgency,
        subject=words.one_line(message.subject, 200),
        body=message.body.replace("\x00", ""),
        link=message.link,
        link_text=message.link_text,
        next_attempt_at=due_at + timedelta(minutes=way.delay_minutes),
    )


@transaction.atomic
def send_outside(letters: Iterable[Letter], *, fact_id: int, ticket: Ticket | None = None) -> int:
    """Write one delivery for each letter to somebody who is no person of ours. Twice for a fact is once."""
    now = clock.now()
    rows = [
        Delivery(
            fact=fact_id,
            outsider=letter.outsider,
            ticket=ticket,
            channel=letter.way.channel,
            lane=letter.way.lane,
            address=letter.way.address,
            hint=letter.way.hint,
            urgency=Urgency.LOW,
            subject=words.one_line(letter.message.subject, 200),
            body=letter.message.body.replace("\x00", ""),
            link=letter.message.link,
            link_text=letter.message.link_text,
            headers=letter.headers,
            secret=letter.secret,
            next_attempt_at=now,
        )
        for letter in letters
    ]
    return queued(rows)


def withdraw_from(outsider: str, *, because: str) -> int:
    """Take back what waits for somebody outside who wants to hear no more. Returns how many."""
    return withdraw(Q(outsider=outsider), because=because)


def publish(fact: Fact) -> int:
    """Tell every program that wants this kind of fact. Returns how many."""
    if _nobody_listens():
        return 0
    wanting = [end for end in WebhookEndpoint.objects.filter(is_active=True) if hooks.hears(end.kinds, fact.kind)]
    return send_to_endpoints(wanting, fact) if wanting else 0


@transaction.atomic
def send_to_endpoints(endpoints: Iterable[WebhookEndpoint], fact: Fact) -> int:
    """Write one delivery of this fact for each endpoint."""
    payload = hooks.body(fact.kind, fact.at, queries.told_to_programs(fact))
    ticket_id = fact.record if fact.home() == "ticket" else None
    rows = [
        Delivery(
            fact=fact.id,
            endpoint=endpoint,
            ticket_id=ticket_id,
            channel="endpoint",
            lane=endpoint.lane,
            address=endpoint.url,
            hint=endpoint.hint,
            urgency=Urgency.LOW,
            subject=fact.kind,
            body=payload,
            next_attempt_at=clock.now(),
        )
        for endpoint in endpoints
    ]
    return queued(rows)


def withdraw_pages(ticket_id: int) -> int:
    """Take back the pages of a ticket that have not gone out: somebody has it now. Returns how many."""
    return withdraw(Q(ticket=ticket_id, urgency=Urgency.HIGH), because=_("Acknowledged before it was sent."))


@transaction.atomic
def withdraw(which: Q, *, because: str) -> int:
    """Take back what waits. What is being sent right now goes out. Returns how many."""
    waiting = Delivery.objects.filter(which, state=State.PENDING)
    rows = list(waiting.select_for_update(skip_locked=True))
    for row in rows:
        LIFE.move(row, "withdraw", by=CLOCK, next_attempt_at=None, answer=because)
    return len(rows)


@transaction.atomic
def resend(delivery: Delivery, *, by: Actor) -> None:
    """Send it once more, now, because somebody asks for it. It keeps its Message-ID."""
    if not delivery.address:
        raise Refused(_("Its text and address were erased after ninety days."))
    LIFE.move(delivery, "resend", by=by, attempts=0, next_attempt_at=clock.now())
    tell(events.Resent(record=delivery.pk, by=by, person=delivery.person_id, channel=delivery.channel))
    queue.nudge("notify")


def queued(rows: list[Delivery]) -> int:
    """Write these deliveries, each once for its fact, and wake the sender. Returns how many."""
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    if rows:
        queue.nudge("notify")
    return len(rows)


LOOKED_UP_EVERY = 1.0  # seconds
_quiet_until = 0.0


def endpoints_changed() -> None:
    """Look again, at the next fact, whether any program listens."""
    global _quiet_until  # noqa: PLW0603  # one memory for the process is the point
    _quiet_until = 0.0


def _nobody_listens() -> bool:
    """Whether there is no endpoint at all, looked up at most once a second, so that facts cost nothing then.

    A program that is added in another process hears facts from one second later on.
    """
    global _quiet_until  # noqa: PLW0603  # the same
    if time.monotonic() < _quiet_until:
        return True
    if WebhookEndpoint.objects.filter(is_active=True).exists():
        return False
    _quiet_until = time.monotonic() + LOOKED_UP_EVERY
    return True
