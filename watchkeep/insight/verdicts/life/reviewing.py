"""A person's look at a change: asked for, answered, and the questions that it asks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.verdicts.events import QuestionSaved, ReviewAsked, ReviewDone, ReviewLate
from watchkeep.insight.verdicts.models import ChangeReview, Question, Verdict, Why
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.changes import life as changes
from watchkeep.work.tickets.models import Ticket

WITHIN = timedelta(days=3)
ESCALATE = timedelta(days=2)
"""So long after its day a review that nobody does is put before those who lead."""
LONGEST = 5000


def ask_review(verdict: Verdict, *, why: str) -> None:
    """Let somebody look at it before it is closed. Whoever was asked already is asked again only when it did harm."""
    questions = [one.text for one in Question.objects.asked(why)]
    due = clock.now() + WITHIN
    asked = {"why": why, "questions": questions, "due_at": due, "remind_at": due}
    review, is_new = ChangeReview.objects.get_or_create(verdict=verdict, defaults=asked)
    if not is_new:
        if why != Why.WORSE or review.why == Why.WORSE:
            return
        asked["questions"] = [*review.questions, *(one for one in questions if one not in review.questions)]
        again = {**asked, "done_at": None, "did_harm": None, "is_escalated": False}
        ChangeReview.objects.filter(pk=review.pk).update(**again)
    tell(ReviewAsked(record=verdict.pk, by=CLOCK, why=why))


@transaction.atomic
def answer(review: ChangeReview, *, by: Actor, answers: Sequence[str], did_harm: bool | None) -> None:
    """Answer what it asks, and say whether the change did harm: that outranks the verdict.

    Refused while a question is left without an answer.
    """
    by.need(P.REVIEW, _("review changes"))
    given = [text.replace("\x00", "").strip()[:LONGEST] for text in answers]
    if len(given) != len(review.questions) or not all(given):
        raise Refused(_("Answer every question."), field="answers", code="missing")
    if did_harm is None:
        raise Refused(_("Say whether it did harm."), field="did_harm", code="missing")
    change = review.verdict.change
    list(Ticket.objects.select_for_update().filter(pk=change.pk).values_list("pk"))
    rows = ChangeReview.objects.open().filter(pk=review.pk, why=review.why)
    if not rows.update(answers=given, did_harm=did_harm, done_at=clock.now(), reviewer=by.person, remind_at=None):
        raise Refused(_("Somebody has reviewed it already."), code="wrong_state")
    review.refresh_from_db()
    (changes.find_harm if did_harm else changes.clear_harm)(change, by=by)
    tell(ReviewDone(record=review.pk, by=by, why=review.why, did_harm=did_harm))


@transaction.atomic
def remind(review: ChangeReview) -> None:
    """It should have been done: whoever carried it out hears, and two days later those who lead, once."""
    is_escalated = review.due_at + ESCALATE <= clock.now()
    again = None if is_escalated else review.due_at + ESCALATE
    rows = ChangeReview.objects.open().filter(pk=review.pk, remind_at=review.remind_at)
    if rows.update(remind_at=again, is_escalated=is_escalated):
        tell(ReviewLate(record=review.pk, by=CLOCK, why=review.why, is_escalated=is_escalated))


@transaction.atomic
def save_question(question: Question, *, by: Actor, **values: Any) -> None:
    """Ask one thing more, or otherwise. What was asked before stays as it was asked."""
    by.need(P.CONFIGURE, _("set up reviews of changes"))
    if unknown := values.keys() - {"text", "when", "position", "is_active"}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if values.get("when") and values["when"] not in Why.values:
        raise Refused(_("Nothing asks for a review for this reason."), field="when", code="unknown")
    if changed := save(question, **values):
        tell(QuestionSaved(record=question.pk, by=by, text=question.text[:200], changed=changed))


def refuse_unreviewed(change: int) -> None:
    """Raise Refused while the review of a change that did harm is open; others are asked for and hold nobody up."""
    if ChangeReview.objects.open().filter(pk=change, why=Why.WORSE).exists():
        raise Refused(_("It is reviewed first: somebody answers what the review asks."), code="unreviewed")


def is_asked(change: int) -> bool:
    """Whether somebody still has to review it."""
    return ChangeReview.objects.open().filter(pk=change).exists()
