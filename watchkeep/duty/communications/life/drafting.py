"""Drafts: words that lie ready, made by a template at an incident's moments, or by a person."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.communications import events
from watchkeep.duty.communications.life.expecting import following
from watchkeep.duty.communications.life.steps import LIFE
from watchkeep.duty.communications.models import Audience, Expectation, Message, Phase, State
from watchkeep.duty.communications.permissions import P
from watchkeep.duty.communications.queries.wording import Matter, words_for
from watchkeep.duty.communications.rules import words
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.work.incidents.models import Incident


@transaction.atomic
def draft_at_moment(incident: Incident, *, by: Actor, phase: str, moment: int) -> list[Message]:
    """Something happened: lay words ready for everybody who is told of this incident.

    A draft of an earlier moment that nobody touched makes room; one that somebody works on stays.
    """
    expecting = Expectation.objects.filter(ticket=incident.pk).select_related("audience")
    return _draft(incident, [one.audience for one in expecting], phase=phase, by=by, moment=moment)


@transaction.atomic
def draft_due(expectation: Expectation) -> Message | None:
    """An audience is soon to hear more: lay an update ready, unless words lie there already."""
    Expectation.objects.filter(pk=expectation.pk).update(draft_at=None)
    incident = Incident.objects.select_related(*_WHOLE).get(pk=expectation.ticket_id)
    open_ = Message.objects.open().filter(ticket=incident.pk, audience=expectation.audience_id, corrects=None)
    if not incident.ticket.is_open or open_.exists():
        return None
    made = _draft(incident, [expectation.audience], phase=Phase.UPDATE, by=CLOCK, moment=None)
    return made[0] if made else None


@transaction.atomic
def draft_by_hand(incident: Incident, audience: Audience, *, by: Actor, phase: str) -> Message:
    """Begin words for an audience, from the template of a moment. One draft for an audience at a time."""
    by.need(P.SEND, _("write to audiences"))
    if not audience.is_active:
        raise Refused(_("This audience is no longer in use."), field="audience")
    made = _draft(incident, [audience], phase=phase, by=by, moment=None)
    if not made:
        raise Refused(_("Words for this audience lie ready already."), field="audience")
    return made[0]


@transaction.atomic
def edit(message: Message, *, by: Actor, subject: str, body: str) -> None:
    """Put it in your own words. From then on it is yours, and another must approve it before it goes outside."""
    subject, body = subject.strip(), body.replace("\x00", "").strip()
    if not subject or not body:
        raise Refused(_("Give a subject and a text."), field="subject" if not subject else "body")
    LIFE.move(message, "edit", by=by, subject=subject[:200], body=body[:20_000], author_id=by.person)


@transaction.atomic
def follow_up(message: Message, *, by: Actor) -> Message:
    """Put right what was said: a draft for the same audience that says so, and is tied to the first one."""
    by.need(P.SEND, _("write to audiences"))
    if message.state not in {State.SENT, State.WITHDRAWN}:
        raise Refused(_("Only what was sent can be corrected. Edit the draft."))
    made = Message.objects.create(
        ticket_id=message.ticket_id, audience_id=message.audience_id, phase=message.phase,
        is_outside=message.is_outside, subject=words.correction(message.subject, message.audience.languages),
        body=message.body, corrects=message, author_id=by.person,
    )  # fmt: skip
    tell(_drafted(made, by))
    return made


def _draft(
    incident: Incident, audiences: Sequence[Audience], *, phase: str, by: Actor, moment: int | None
) -> list[Message]:
    """Write a draft for each but those who have one of this moment, or on whose words somebody works."""
    heard = Message.objects.filter(ticket=incident.pk, moment=moment, audience__in=audiences) if moment else ()
    served = {message.audience_id for message in heard}
    lying = Message.objects.open().filter(ticket=incident.pk, audience__in=audiences, corrects=None)
    for old in lying.exclude(audience__in=served).select_related("audience").select_for_update(of=("self",)):
        if not old.is_untouched:
            served.add(old.audience_id)
            continue
        LIFE.move(old, "discard", by=CLOCK)
        tell(events.Discarded(
            record=incident.pk, by=CLOCK, message=old.pk, audience=old.audience.name, why="overtaken"
        ))  # fmt: skip
    matter = Matter(incident)
    made = Message.objects.bulk_create(
        _message(matter, audience, phase, by, moment) for audience in audiences if audience.pk not in served
    )
    tell_many([_drafted(message, by) for message in made])
    return made


def _message(matter: Matter, audience: Audience, phase: str, by: Actor, moment: int | None) -> Message:
    subject, body = words_for(audience, matter, phase, following(phase, audience))
    incident = matter.incident
    return Message(
        ticket_id=incident.pk, audience=audience, phase=phase, moment=moment, is_outside=audience.is_outside,
        subject=subject or str(incident.ticket), body=body, author_id=by.person,
    )  # fmt: skip


def _drafted(message: Message, by: Actor) -> events.Drafted:
    return events.Drafted(
        record=message.ticket_id, by=by, message=message.pk, audience=message.audience.name, phase=message.phase,
        corrects=message.corrects_id,
    )  # fmt: skip


_WHOLE = ("ticket__service", "ticket__team", "ticket__assignee")
