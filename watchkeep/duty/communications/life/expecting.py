"""Who is told of an incident, and by when they are to hear more. Silence past that moment is a fact."""

from datetime import datetime, timedelta

from django.db import transaction

from watchkeep.duty.communications import events
from watchkeep.duty.communications.life.steps import LIFE
from watchkeep.duty.communications.models import Audience, Expectation, Message, Phase
from watchkeep.duty.communications.rules import choosing
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.models import Incident

OVER = frozenset({Phase.RESOLVED, Phase.REVIEW})


@transaction.atomic
def expect(incident: Incident, *, since: datetime) -> int:
    """Those who are told of such an incident expect a first word from now on. Returns how many are new."""
    told = Audience.objects.told_of(incident.ticket.severity)
    known = set(Expectation.objects.filter(ticket=incident.pk).values_list("audience_id", flat=True))
    rows = [_expectation(incident.pk, one, since) for one in told if one.pk not in known]
    return len(Expectation.objects.bulk_create(rows, ignore_conflicts=True))


def expect_soon(incident: Incident, *, since: datetime) -> None:
    """It is back, over, or here again: everybody is to hear of that as soon as of the beginning."""
    for one in Expectation.objects.filter(ticket=incident.pk).select_related("audience"):
        _set_due(one, _after(since, one.audience.first_minutes))


def go_on(message: Message, next_at: datetime | None) -> datetime | None:
    """They were told: until when they are to hear more, which is ``next_at`` or what their audience is used to."""
    audience = message.audience
    expected, _made = Expectation.objects.get_or_create(ticket_id=message.ticket_id, audience=audience)
    due_at = next_at or following(message.phase, audience)
    Expectation.objects.filter(pk=expected.pk).update(told_at=clock.now())
    _set_due(expected, due_at)
    return due_at


def following(phase: str, audience: Audience) -> datetime | None:
    """When an audience hears more after such a word: nothing is due once it is over."""
    return None if phase in OVER else _after(clock.now(), audience.every_minutes)


@transaction.atomic
def end_expectations(ticket: int, *, by: Actor) -> None:
    """It is closed, cancelled or somewhere else: nobody waits, and what nobody touched is thrown away."""
    Expectation.objects.filter(ticket=ticket).update(due_at=None, draft_at=None, late_at=None)
    drafts = Message.objects.open().filter(ticket=ticket).select_related("audience")
    for message in drafts.select_for_update(of=("self",)):
        if message.is_untouched:
            LIFE.move(message, "discard", by=CLOCK)
            tell(events.Discarded(
                record=ticket, by=by, message=message.pk, audience=message.audience.name, why="over"
            ))  # fmt: skip


@transaction.atomic
def tell_late(expectation: Expectation) -> bool:
    """The moment has passed and nobody spoke: say so, once. False when somebody was first."""
    now = clock.now()
    late = Expectation.objects.late(now).filter(pk=expectation.pk).order_by()
    if late.update(late_at=now) != 1 or expectation.due_at is None:
        return False
    name = expectation.audience.name
    tell(events.Late(record=expectation.ticket_id, by=CLOCK, audience=name, due_at=expectation.due_at))
    return True


def _expectation(ticket: int, audience: Audience, since: datetime) -> Expectation:
    due_at = _after(since, audience.first_minutes)
    return Expectation(ticket_id=ticket, audience=audience, due_at=due_at)


def _set_due(expected: Expectation, due_at: datetime | None) -> None:
    draft_at = choosing.draft_at(due_at, clock.now())
    Expectation.objects.filter(pk=expected.pk).update(due_at=due_at, draft_at=draft_at, late_at=None)


def _after(since: datetime, minutes: int | None) -> datetime | None:
    return since + timedelta(minutes=minutes) if minutes else None
