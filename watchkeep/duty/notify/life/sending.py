"""How a delivery is taken, handed over by the sender, and settled with the answer.

The sender marks it "sending" and commits, hands it over with no transaction open, and commits the answer
at once. If the process dies between the other side's "yes" and that commit, nobody can know whether
it arrived: when its lease is over the delivery is sent again under the same Message-ID or webhook-id, by
which the receiver can drop the repeat. A page that comes twice is a nuisance; one that never comes
is an outage.
"""

import random
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from watchkeep.duty.notify import events
from watchkeep.duty.notify.life.deliveries import LIFE
from watchkeep.duty.notify.models import Attempt, Delivery, State
from watchkeep.duty.notify.rules import attempts
from watchkeep.duty.notify.rules.attempts import Answer, Outcome
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

KEEP_DAYS = 90


def due_lanes() -> dict[str, int]:
    """The lanes in which something is due, and how much."""
    due = Delivery.objects.due(clock.now()).order_by().values("lane").annotate(many=Count("pk"))
    return {row["lane"]: row["many"] for row in due}


@transaction.atomic
def take(lane: str) -> Delivery | None:
    """Take the delivery of a lane that is due longest, urgent ones first; nobody else will while the lease lasts."""
    now = clock.now()
    due = Delivery.objects.due(now).filter(lane=lane).order_by("urgency", "next_attempt_at", "pk")
    rows = due.select_related("method", "endpoint", "ticket").select_for_update(of=("self",), skip_locked=True)
    if (delivery := rows.first()) is None:
        return None
    lease = now + timedelta(seconds=attempts.LEASE_SECONDS)
    LIFE.move(delivery, "take", by=CLOCK, attempts=delivery.attempts + 1, next_attempt_at=lease)
    return delivery


@transaction.atomic
def settle(delivery: Delivery, answer: Answer, *, took_ms: int = 0) -> None:
    """Write down what the other side said, and what follows: done, later again, or given up."""
    now = clock.now()
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        at=now,
        took_ms=took_ms,
        outcome=answer.outcome.value,
        answer=answer.text,
    )
    if answer.outcome is Outcome.SENT:
        LIFE.move(delivery, "deliver", by=CLOCK, sent_at=now, next_attempt_at=None, answer=answer.text)
        _works_again(delivery)
        if delivery.channel == "challenge":
            tell(events.Proved(record=delivery.pk, by=CLOCK))
    elif attempts.is_given_up(delivery.attempts, answer):
        _give_up(delivery, answer)
    else:
        wait = attempts.pause_seconds(delivery.attempts, random.random())  # noqa: S311  # spreads load, hides nothing
        again = now + timedelta(seconds=wait)
        LIFE.move(delivery, "put_off", by=CLOCK, next_attempt_at=again, answer=answer.text)


@transaction.atomic
def bounce(delivery: Delivery, said: str) -> bool:
    """A mail server reports that what had been taken over did not arrive. False when that is known already."""
    if Delivery.objects.select_for_update().get(pk=delivery.pk).state != State.SENT:
        return False
    answer = Answer.never(said)
    Attempt.objects.create(
        delivery=delivery, number=delivery.attempts, at=clock.now(), took_ms=0, outcome="bounced", answer=answer.text
    )
    _give_up(delivery, answer, verb="bounce")
    return True


@transaction.atomic
def forget_old(limit: int = 1000) -> int:
    """Erase text, link and address of what was settled long ago. That, when and how it was sent stays."""
    before = clock.now() - timedelta(days=KEEP_DAYS)
    done = Delivery.objects.exclude(body="").filter(
        state__in=(State.SENT, State.DEAD, State.WITHDRAWN), created_at__lt=before
    )
    old = list(done.order_by("id").values_list("pk", flat=True)[:limit])
    return Delivery.objects.filter(pk__in=old).update(body="", link="", address="", secret="")


def _give_up(delivery: Delivery, answer: Answer, verb: str = "give_up") -> None:
    """Stop trying, and say so aloud: somebody believes that somebody was told."""
    LIFE.move(delivery, verb, by=CLOCK, next_attempt_at=None, answer=answer.text)
    _mark_failing(delivery)
    about: dict[str, Any] = {
        "by": CLOCK,
        "person": delivery.person_id,
        "endpoint": delivery.endpoint_id,
        "channel": delivery.channel,
        "attempts": delivery.attempts,
        "answer": answer.text[:200],
    }
    if delivery.ticket_id and delivery.endpoint_id is None:
        tell(events.GivenUp(record=delivery.ticket_id, delivery=delivery.pk, urgency=delivery.urgency, **about))
    else:
        tell(events.Lost(record=delivery.pk, **about))


def _mark_failing(delivery: Delivery) -> None:
    """Show the owner, and whoever relies on it, that this way does not work."""
    for way in (delivery.method, delivery.endpoint):
        if way and not way.failing_since:
            way.failing_since = clock.now()
            way.save(update_fields=["failing_since"])


def _works_again(delivery: Delivery) -> None:
    for way in (delivery.method, delivery.endpoint):
        if way and way.failing_since:
            way.failing_since = None
            way.save(update_fields=["failing_since"])
