"""Who takes part, when they meet, and who stands by it with their name."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.events import (
    MeetingCalledOff,
    MeetingSet,
    ParticipantAdded,
    ParticipantRemoved,
    SentBack,
    Signed,
    SignOffAsked,
)
from watchkeep.insight.reviews.life.steps import LIFE, hold_open
from watchkeep.insight.reviews.models import Participant, Review, State
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def add_participant(
    review: Review, *, by: Actor, person: Person, must_sign: bool = False, is_facilitator: bool = False
) -> Participant:
    """Let somebody take part; the same person again changes what they do. Whoever is new is invited to the meeting."""
    hold_open(review, by=by)
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field="person")
    values = {"must_sign": must_sign, "is_facilitator": is_facilitator}
    found, is_new = Participant.objects.update_or_create(review=review, person=person, defaults=values)
    ahead = meeting_ahead(review) if is_new else None
    tell(ParticipantAdded(record=review.pk, by=by, person=person.pk, must_sign=must_sign, meeting_at=ahead))
    return found


@transaction.atomic
def remove_participant(participant: Participant, *, by: Actor) -> None:
    """Somebody does not take part after all; the meeting leaves their calendar."""
    review = participant.review
    hold_open(review, by=by)
    if ahead := meeting_ahead(review):
        Review.objects.filter(pk=review.pk).update(meeting_sequence=F("meeting_sequence") + 1)
    tell(ParticipantRemoved(record=review.pk, by=by, person=participant.person_id, meeting_at=ahead))
    participant.delete()


@transaction.atomic
def set_meeting(review: Review, *, by: Actor, at: datetime, minutes: int = 60, place: str = "") -> None:
    """Say when everybody meets. Each of them gets an invitation; the same meeting again moves it in their calendars."""
    hold_open(review, by=by)
    if at <= clock.now():
        raise Refused(_("A meeting lies ahead."), field="at")
    if not 5 <= minutes <= 480:
        raise Refused(_("A meeting takes between 5 minutes and 8 hours."), field="minutes")
    review.refresh_from_db(fields=["meeting_at", "meeting_sequence"])
    sequence = review.meeting_sequence + bool(review.meeting_at or review.meeting_sequence)
    values = {"meeting_at": at, "meeting_minutes": minutes, "meeting_place": place.replace("\x00", "").strip()[:300]}
    Review.objects.filter(pk=review.pk).update(**values, meeting_sequence=sequence)
    review.refresh_from_db(fields=[*values, "meeting_sequence"])
    guests = [person.pk for person in queries.guests_of(review)]
    tell(MeetingSet(record=review.pk, by=by, meeting_at=at, minutes=minutes, sequence=sequence, guests=guests))


@transaction.atomic
def call_off_meeting(review: Review, *, by: Actor) -> None:
    """They do not meet after all: it leaves everybody's calendar."""
    hold_open(review, by=by)
    review.refresh_from_db(fields=["meeting_at", "meeting_minutes", "meeting_sequence"])
    if review.meeting_at is None:
        raise Refused(_("There is no meeting."), code="wrong_state")
    at, sequence = review.meeting_at, review.meeting_sequence + 1
    Review.objects.filter(pk=review.pk).update(meeting_at=None, meeting_sequence=sequence)
    review.refresh_from_db(fields=["meeting_at", "meeting_sequence"])
    tell(MeetingCalledOff(
        record=review.pk, by=by, meeting_at=at, minutes=review.meeting_minutes, sequence=sequence
    ))  # fmt: skip


@transaction.atomic
def ask_sign_off(review: Review, *, by: Actor) -> None:
    """It is written: ask those who must sign it. Until then nothing in it changes."""
    signers = list(Participant.objects.filter(review=review, must_sign=True).values_list("person_id", flat=True))
    if by.may(P.WRITE) and not signers:
        raise Refused(_("Name somebody who signs it off first."), code="nobody_signs")
    LIFE.move(review, "ask_sign_off", by=by)
    Participant.objects.filter(review=review).update(signed_at=None)
    tell(SignOffAsked(record=review.pk, by=by, signers=signers))


@transaction.atomic
def sign(review: Review, *, by: Actor) -> None:
    """Stand by it with one's name. Nobody signs for somebody else."""
    by.need(P.SIGN, _("sign reviews"))
    now = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if now.state != State.SIGNING:
        raise Refused(_("It does not wait for sign-off."), code="wrong_state")
    mine = Participant.objects.filter(review=review, person=by.person, must_sign=True) if by.person else None
    if mine is None or not mine.exists():
        raise NotAllowed(_("You are not among those who sign this review."), permission=P.SIGN)
    if mine.filter(signed_at=None).update(signed_at=clock.now()):
        tell(Signed(record=review.pk, by=by, person=by.person or 0))


@transaction.atomic
def send_back(review: Review, *, by: Actor, reason: str = "") -> None:
    """It needs more work. Signatures so far no longer count: they were given to another text."""
    LIFE.move(review, "send_back", by=by)
    Participant.objects.filter(review=review).update(signed_at=None)
    tell(SentBack(record=review.pk, by=by, reason=reason.strip()[:300]))


def meeting_ahead(review: Review) -> datetime | None:
    """When they meet, if they still will."""
    review.refresh_from_db(fields=["meeting_at"])
    return review.meeting_at if review.meeting_at and review.meeting_at > clock.now() else None
