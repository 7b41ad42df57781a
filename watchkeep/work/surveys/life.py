"""Asking, and answering."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.surveys.events import Answered, Asked
from watchkeep.work.surveys.models import Score, Survey
from watchkeep.work.surveys.permissions import P
from watchkeep.work.tickets.models import Ticket

AT_MOST_EVERY = timedelta(days=7)
OPEN_FOR = timedelta(days=30)
LONGEST = 2000
PURPOSE = "survey"


@transaction.atomic
def ask(ticket: Ticket) -> Survey | None:
    """Ask whoever asked for it how it went: once a ticket, at most once a week, and never about a drill."""
    if ticket.requester is None or ticket.is_drill or not ticket.requester.is_active:
        return None
    person = ticket.requester.pk
    is_tired = Survey.objects.filter(person=person, asked_at__gt=clock.now() - AT_MOST_EVERY).exists()
    if is_tired or Survey.objects.filter(ticket=ticket).exists():
        return None
    survey = Survey.objects.create(ticket=ticket, person_id=person)
    tell(Asked(record=ticket.pk, by=CLOCK, survey=survey.pk, person=person))
    return survey


@transaction.atomic
def answer(survey: Survey, *, by: Actor, score: int, comment: str = "") -> None:
    """Say how it went. It can be said otherwise for a month."""
    if by.person != survey.person_id:
        raise NotAllowed(_("Only whoever was asked answers."), permission=P.SEE)
    if score not in Score.values:
        raise Refused(_("Choose one of the five."), field="score")
    if clock.now() > survey.asked_at + OPEN_FOR:
        raise Refused(_("This question is closed."), code="wrong_state")
    comment = comment.replace("\x00", "").strip()[:LONGEST]
    Survey.objects.filter(pk=survey.pk).update(score=score, comment=comment, answered_at=clock.now())
    survey.refresh_from_db()
    tell(Answered(record=survey.ticket_id, by=by, survey=survey.pk, score=score, has_comment=bool(comment)))


def link_of(survey: Survey) -> str:
    """The signed text of the link in a message, with which its reader answers without signing in."""
    return secrets.sign(survey.pk, PURPOSE)


def survey_of_link(token: str) -> Survey | None:
    """What a link opens; None when it was forged, cut short or is too old."""
    key = secrets.unsign(token, PURPOSE, int(OPEN_FOR.total_seconds()))
    rows = Survey.objects.select_related("ticket", "person").filter(person__is_active=True)
    return rows.filter(pk=key).first() if isinstance(key, int) else None
