"""Sending: inside with one press, outside once somebody else has approved. What was said can be taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import life as status
from watchkeep.duty.announcements.models import Announcement
from watchkeep.duty.announcements.permissions import P as Public
from watchkeep.duty.communications import events, queries
from watchkeep.duty.communications.life.expecting import go_on
from watchkeep.duty.communications.life.steps import LIFE
from watchkeep.duty.communications.life.subscribing import link_to_stop
from watchkeep.duty.communications.models import Kind, Message, State, Subscription
from watchkeep.duty.communications.permissions import P
from watchkeep.duty.communications.queries.crowds import Crowd, hit_services, outsider
from watchkeep.duty.communications.rules import words
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as addresses
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import refuse_unread
from watchkeep.work.incidents.models import Incident

OFFERER = Actor.system("rule:communication", "Communication", may=[Public.DRAFT])


@transaction.atomic
def send(message: Message, *, by: Actor, next_at: datetime | None = None) -> int:
    """Tell an audience inside the house, with one press. Returns how many are told."""
    by.need(P.SEND, _("send messages"))
    if message.is_outside:
        raise Refused(_("Words for the outside need somebody's approval first."), code="wrong_state")
    return _go_out(message, "send", by=by, next_at=next_at)


@transaction.atomic
def submit(message: Message, *, by: Actor) -> None:
    """Ask somebody to approve words for the outside. Whoever asks stands for them."""
    by.need(P.SEND, _("send messages"))
    if not message.is_outside:
        raise Refused(_("Words for our own people need no approval. Send them."), code="wrong_state")
    author = message.author_id or by.person
    LIFE.move(message, "submit", by=by, author_id=author, reason="")
    tell(events.Submitted(record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name))


@transaction.atomic
def approve(message: Message, *, by: Actor, next_at: datetime | None = None, seen: str = "") -> int:
    """Let words go outside: sent with this press. Not by their author, unless nobody else could approve them.

    ``seen`` is the mark of the words that the approver has read: others are refused.
    """
    refuse_unread(message, seen, "subject", "body", "author")
    if by.may(P.APPROVE) and not queries.may_approve(message, by):
        raise NotAllowed(_("Somebody else must approve your words."), permission=P.APPROVE)
    return _go_out(message, "approve", by=by, next_at=next_at, approver_id=by.person)


@transaction.atomic
def return_(message: Message, *, by: Actor, reason: str) -> None:
    """Give words back to their author, and say why."""
    reason = reason.strip()[:300]
    LIFE.move(message, "return_", by=by, reason=reason)
    tell(events.Returned(
        record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name, reason=reason
    ))  # fmt: skip


@transaction.atomic
def discard(message: Message, *, by: Actor) -> None:
    """Throw a draft away: they are not told this."""
    LIFE.move(message, "discard", by=by)
    tell(events.Discarded(record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name))


@transaction.atomic
def withdraw(message: Message, *, by: Actor, reason: str) -> int:
    """Take a message back: what has not gone out stays here. Returns how many that were; then correct the rest."""
    reason = reason.strip()[:300]
    LIFE.move(message, "withdraw", by=by, reason=reason)
    message.refresh_from_db(fields=["sent_fact"])
    kept = notify.withdraw_fact(message.sent_fact or 0, because=_("The message was withdrawn."))
    tell(events.Withdrawn(
        record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name, reason=reason,
        kept_back=kept,
    ))  # fmt: skip
    return kept


@transaction.atomic
def offer_to_status_pages(message: Message) -> int:
    """Leave what customers were told as a draft on each status page that announces this incident. Returns how many."""
    found = list(Announcement.objects.open().filter(ticket=message.ticket_id).select_related("page"))
    for announcement in found:
        status.post(announcement, by=OFFERER, phase=announcement.state, body=message.body)
    return len(found)


def _go_out(message: Message, verb: str, *, by: Actor, next_at: datetime | None, **more: Any) -> int:
    now = clock.now()
    if next_at is not None and next_at <= now:
        raise Refused(_("Promise a moment that is still to come."), field="next_at")
    if message.is_outside != message.audience.is_outside:
        raise Refused(_("This audience has changed sides since the words were written. Discard them and write anew."))
    incident = Incident.objects.select_related("ticket__service").get(pk=message.ticket_id)
    crowd = queries.crowd_of(message.audience, incident, message.moment)
    LIFE.move(message, verb, by=by, sent_at=now, sent_by=str(by), **more)
    due_at = go_on(message, next_at)
    fact = tell(events.Sent(
        record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name, phase=message.phase,
        is_outside=message.is_outside, people=crowd.total, next_at=due_at,
        is_own=message.is_outside and message.author_id == by.person,
    ))  # fmt: skip
    people, missed = _deliver(message, incident, crowd, fact.id)
    told = {"audience": message.audience.name, "kind": message.audience.kind, "out_of_reach": missed,
            "told_already": crowd.told_already}  # fmt: skip
    Message.objects.filter(pk=message.pk, state=State.SENT).update(sent_fact=fact.id, people=people, told=told)
    message.sent_fact, message.people, message.told = fact.id, people, told
    return people


def _deliver(message: Message, incident: Incident, crowd: Crowd, fact: int) -> tuple[int, list[str]]:
    """Write the deliveries. Returns how many people they reach, and the names of those to whom no way leads."""
    number, missed = 0, []
    for some in crowd.chunks():
        tails, works = _ways_out(message, incident, some), addresses.readers(some)
        letters = [
            (one, _as_letter(message, incident, tails.get(one.pk, ""), opens=one.pk in works)) for one in some
        ]  # fmt: skip
        unreached = notify.notify_each(letters, fact_id=fact, urgency=Urgency.LOW, ticket=incident.ticket)
        number += len(some) - len(unreached)
        missed += [person.name for person in unreached]
    outside = [
        notify.Letter(
            outsider=outsider(address), way=notify.way_by("email", address), message=_as_letter(message, incident)
        )
        for address in crowd.strangers
    ]
    notify.send_outside(outside, fact_id=fact)
    return number + len(outside), missed[:200]


def _as_letter(message: Message, incident: Incident, tail: str = "", *, opens: bool = False) -> notify.Message:
    """The words in an envelope. The room's address is for those of our own people to whom it opens."""
    link = addresses.link_to(incident.ticket) if opens and not message.is_outside else ""
    label = words.opening(incident.number, message.audience.languages) if link else ""
    body = f"{message.body}\n\n{tail}" if tail else message.body
    return notify.Message(subject=message.subject, body=body, link=link, link_text=label)


def _ways_out(message: Message, incident: Incident, people: list[Person]) -> dict[int, str]:
    """For each follower, how to stop following."""
    if message.audience.kind != Kind.SUBSCRIBERS:
        return {}
    follow = Subscription.objects.filter(service__in=hit_services(incident), person__in=people)
    found = {one.person_id: one for one in follow.select_related("service")}
    return {
        person: words.following(str(one.service), link_to_stop(one), message.audience.languages)
        for person, one in found.items()
    }
