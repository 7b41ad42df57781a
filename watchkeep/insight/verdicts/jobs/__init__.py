"""Sweeps: verdicts that are due, reviews that are late, and figures that nobody asks for any more.

If the process dies here, a look that was not committed is still due; figures that were fetched are kept.
"""

from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.jobs import reading
from watchkeep.insight.verdicts.models import ChangeReview, Indicator, Source, Touched, Verdict
from watchkeep.insight.verdicts.rules import LOOKS
from watchkeep.kernel import clock

BATCH = 40
"""So many are looked at together; of so many the figures are held at once."""
FETCHED = 30
"""So many indicators are fetched for one batch; the next has its own turn."""


def judge_due() -> int:
    """Look at the changes that are due, what is to be fetched first. Returns how many looks were taken."""
    now = clock.now()
    due = list(Verdict.objects.due(now).values_list("pk", flat=True)[:BATCH])
    if not due:
        return 0
    _fetch(due)
    return life.judge(*due)


def remind_late() -> int:
    """Say of reviews that they are late; return of how many."""
    late = list(ChangeReview.objects.due_to_remind(clock.now())[:BATCH])
    for review in late:
        life.remind(review)
    return len(late)


def forget_old() -> int:
    """Forget figures that no verdict asks for any more. Returns 0: the next has its own turn."""
    return life.forget_old()


def _fetch(due: list[int]) -> None:
    """Ask for the figures that these need: one that lately failed is left alone for a while."""
    now = clock.now()
    touched = Touched.objects.filter(verdict__in=due).order_by().values("service")
    rows = Indicator.objects.active().filter(source=Source.PROMETHEUS, service__in=touched)
    stale = rows.exclude(known_until__gte=now).exclude(ask_after__gt=now).select_related("connection")
    if asked := list(stale.order_by("known_until", "pk")[:FETCHED]):
        reading.read(asked, now - LOOKS[-1].history - LOOKS[-1].after, now)
