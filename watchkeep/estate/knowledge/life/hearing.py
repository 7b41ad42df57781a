"""Hearing readers: whether it helped, what is wrong with it, and what they look for in vain."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.events import FeedbackAnswered, FeedbackGiven, GapDismissed, GapTaken
from watchkeep.estate.knowledge.life.writing import write
from watchkeep.estate.knowledge.models import Article, Feedback, Gap, GapState, Task
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

LONGEST_COMMENT = 2000
SHORTEST_SEARCH = 3


@transaction.atomic
def rate(article: Article, *, by: Actor, is_helpful: bool, comment: str = "") -> Feedback:
    """Say whether it helped; every reader may, once for each version, and may think again.

    What did not help, with words that say why, is a task for its owner.
    """
    if not article.is_live:
        raise Refused(_("It is not published."), code="wrong_state")
    comment = comment.replace("\x00", "").strip()[:LONGEST_COMMENT]
    task = Task.OPEN if comment and not is_helpful else Task.NONE
    values = {"is_helpful": is_helpful, "comment": comment, "task": task, "answer": "", "answered_at": None}
    mine = {"article": article, "version": article.published, "person_id": by.person}
    before = Feedback.objects.select_for_update().filter(**mine).first() if by.person else None
    if before is None:
        given = Feedback.objects.create(**mine, **values)
    else:
        given, was = before, before.is_helpful
        Feedback.objects.filter(pk=given.pk).update(**values)
        given.refresh_from_db()
        _count(article, was, -1)
    _count(article, is_helpful, 1)
    tell(FeedbackGiven(
        record=article.pk, by=by, number=article.number, feedback=given.pk, is_helpful=is_helpful,
        is_task=task == Task.OPEN,
    ))  # fmt: skip
    return given


@transaction.atomic
def answer(feedback: Feedback, *, by: Actor, answer: str, is_taken: bool = True) -> None:
    """Say what was done about a reader's word, or why nothing is."""
    by.need(P.WRITE, _("answer readers"))
    if not (answer := answer.replace("\x00", "").strip()[:300]):
        raise Refused(_("Say what was done."), field="answer", code="missing")
    task = Task.DONE if is_taken else Task.DISMISSED
    rows = Feedback.objects.filter(pk=feedback.pk, task=Task.OPEN)
    if not rows.update(task=task, answer=answer, answered_at=clock.now()):
        raise Refused(_("Somebody answered it before."), code="wrong_state")
    feedback.refresh_from_db()
    tell(FeedbackAnswered(record=feedback.article_id, by=by, feedback=feedback.pk, task=task))


def miss(words: str) -> None:
    """Note that somebody searched for this and found nothing. Personal data is masked before it is kept.

    The same words in any order and case are one entry; one that was answered counts on in silence.
    """
    words = " ".join(rules.mask(words.replace("\x00", "")).split())[:200]
    key = " ".join(sorted(set(words.lower().split())))[:200]
    if len(key) < SHORTEST_SEARCH:
        return
    with transaction.atomic():
        now = clock.now()
        if not Gap.objects.filter(key=key).update(count=F("count") + 1, last_at=now):
            Gap.objects.bulk_create([Gap(words=words, key=key, first_at=now, last_at=now)], ignore_conflicts=True)


@transaction.atomic
def take_gap(gap: Gap, *, by: Actor, title: str = "") -> Article:
    """Begin to write what was looked for in vain."""
    article = write(by=by, title=title or gap.words[:1].upper() + gap.words[1:])
    _settle(gap, GapState.TAKEN, article=article)
    tell(GapTaken(record=gap.pk, by=by, article=article.pk))
    return article


@transaction.atomic
def dismiss_gap(gap: Gap, *, by: Actor, reason: str) -> None:
    """Decide that nobody needs to write that, and say why."""
    by.need(P.WRITE, _("write articles"))
    if not (reason := reason.replace("\x00", "").strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _settle(gap, GapState.DISMISSED, reason=reason)
    tell(GapDismissed(record=gap.pk, by=by, reason=reason))


def _settle(gap: Gap, state: str, **values: object) -> None:
    """Of two who answer at once one wins."""
    if not Gap.objects.filter(pk=gap.pk, state=GapState.OPEN).update(state=state, **values):
        raise Refused(_("Somebody answered it before."), code="wrong_state")
    gap.refresh_from_db()


def _count(article: Article, is_helpful: bool, by: int) -> None:
    name = "helpful" if is_helpful else "unhelpful"
    Article.objects.filter(pk=article.pk).update(**{name: F(name) + by})
    article.refresh_from_db(fields=["helpful", "unhelpful"])
