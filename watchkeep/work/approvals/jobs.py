"""Sweeps over approvals that wait and absences that begin."""

from collections.abc import Callable

from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals import life
from watchkeep.work.approvals.models import Approval, StandIn

BATCH = 100


def keep_asking() -> int:
    """Expire what waited too long, remind of the rest, and tell deputies; return how many.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    now = clock.now()
    late = list(Approval.objects.due_to_expire(now)[:BATCH])
    for approval in late:
        _unless_answered(life.expire, approval)
    waiting = list(Approval.objects.due_to_remind(now)[:BATCH])
    for approval in waiting:
        _unless_answered(life.remind, approval)
    begun = list(StandIn.objects.due_to_begin(now).values_list("pk", flat=True)[:BATCH])
    for pk in begun:
        life.begin_stand_in(pk)
    return len(late) + len(waiting) + len(begun)


def _unless_answered(verb: Callable[[Approval], None], approval: Approval) -> None:
    try:
        verb(approval)
    except Refused:
        return  # somebody answered meanwhile: it is no longer due
