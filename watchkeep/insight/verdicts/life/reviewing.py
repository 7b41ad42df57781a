"""A person's look at a change: asked for, answered, and the questions that it asks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.verdicts.events import QuestionSaved, ReviewAsked, ReviewDone
from watchkeep.insight.verdicts.models import ChangeReview, Question, Verdict, Why
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

WITHIN = timedelta(days=3)
LONGEST = 5000


def ask_review(verdict: Verdict, *, why: str) -> None:
    """Let somebody look at it before it is closed; whoever was asked already is not asked twice."""
    questions = [one.text for one in Question.objects.asked(why)]
    due = clock.now() + WITHIN
    asked = {"why": why, "questions": questions, "due_at": due}
    _review, is_new = ChangeReview.objects.get_or_create(verdict=verdict, defaults=asked)
    if is_new:
        tell(ReviewAsked(record=verdict.pk, by=CLOCK, why=why))


@transaction.atomic
def answer(review: ChangeReview, *, by: Actor, answers: Sequence[str]) -> None:
    """Answer what it asks. Refused while a question is left without an answer."""
    by.need(P.REVIEW, _("review changes"))
    given = [text.replace("\x00", "").strip()[:LONGEST] for text in answers]
    if len(given) != len(review.questions) or not all(given):
        raise Refused(_("Answer every question."), field="answers", code="missing")
    rows = ChangeReview.objects.open().filter(pk=review.pk)
    if not rows.update(answers=given, done_at=clock.now(), reviewer=by.person):
        raise Refused(_("Somebody has reviewed it already."), code="wrong_state")
    review.refresh_from_db()
    tell(ReviewDone(record=review.pk, by=by, why=review.why))


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
