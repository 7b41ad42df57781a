"""Sweeps over changes that should be over, and emergencies that should be approved."""

from watchkeep.kernel import clock
from watchkeep.work.approvals.models import Board
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change

BATCH = 100


def call_meetings() -> int:
    """Call the meetings whose time is near; return how many. After a day of downtime each is called once."""
    due = Board.objects.active().filter(meets_at__lte=clock.now() + life.AHEAD).order_by("meets_at")
    boards = list(due[:BATCH])
    for board in boards:
        life.call_due(board)
    return len(boards)


def notice_late() -> int:
    """Tell of what should be over and is not, and of what was not approved in time; return how many."""
    now = clock.now()
    late = list(Change.objects.due_to_overrun(now)[:BATCH])
    for change in late:
        life.overrun(change)
    unapproved = list(Change.objects.due_to_regularise(now)[:BATCH])
    for change in unapproved:
        life.leave_unapproved(change)
    return len(late) + len(unapproved)


def look_at_drift() -> int:
    """Look at items that were found changed, once the burst is over; return how many."""
    return life.look_due()


def forget_old() -> int:
    """Let bodies of pipelines and askings at the gate go that nobody looks at any more; return how many."""
    return life.forget_deliveries() + life.forget_askings()
