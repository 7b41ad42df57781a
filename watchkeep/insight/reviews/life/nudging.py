"""What the sweeps do with what is due: say it once, at the right stage, and put the next time down."""

from django.db import transaction

from watchkeep.insight.reviews.events import ActionNudged, ReviewNudged, TaskNudged
from watchkeep.insight.reviews.life import actions
from watchkeep.insight.reviews.models import Action, Review, Task
from watchkeep.insight.reviews.rules import nudges
from watchkeep.insight.reviews.rules.nudges import Rhythm
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

BATCH = 50


@transaction.atomic
def nudge_reviews() -> int:
    """Remind of reviews that are due. Returns how many."""
    rows = Review.objects.due_for_a_nudge(clock.now()).select_for_update(of=("self",), skip_locked=True, no_key=True)
    for review in (found := list(rows[:BATCH])):
        stage = _said(review, nudges.REVIEW)
        tell(ReviewNudged(
            record=review.incident_id, by=CLOCK, review=review.pk, number=review.number, stage=stage,
            due_at=review.due_at,
        ))  # fmt: skip
    return len(found)


@transaction.atomic
def nudge_actions() -> int:
    """Remind of corrective actions that are due. Returns how many."""
    rows = Action.objects.due_for_a_nudge(clock.now()).select_for_update(of=("self",), skip_locked=True, no_key=True)
    for action in (found := list(rows[:BATCH])):
        tell(ActionNudged(record=action.pk, by=CLOCK, number=action.number, stage=_said(action, nudges.ACTION)))
    return len(found)


@transaction.atomic
def nudge_tasks() -> int:
    """Remind of preventive tasks that are due. Returns how many."""
    rows = Task.objects.due_for_a_nudge(clock.now()).select_for_update(of=("self",), skip_locked=True, no_key=True)
    for task in (found := list(rows[:BATCH])):
        tell(TaskNudged(record=task.pk, by=CLOCK, number=task.number, stage=_said(task, nudges.TASK)))
    return len(found)


@transaction.atomic
def check_actions() -> int:
    """Look at done actions that have held for thirty or ninety days. Returns how many."""
    rows = Action.objects.due_for_a_check(clock.now()).select_for_update(of=("self",), skip_locked=True, no_key=True)
    for action in (found := list(rows[:BATCH])):
        actions.check(action)
    return len(found)


def _said(row: Review | Action | Task, rhythm: Rhythm) -> str:
    """Put down that it was said, and when to say it next."""
    stage, count = nudges.said_now(rhythm, row.due_at, row.nudges, clock.now())
    again = nudges.nth(rhythm, row.due_at, count).at
    type(row).objects.filter(pk=row.pk).update(nudges=count, next_nudge_at=again)
    return stage
