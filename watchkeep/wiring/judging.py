"""What follows when a change has begun, has ended and was judged: a part of the wiring."""

from typing import Any

from watchkeep.insight.verdicts import events as verdicts
from watchkeep.insight.verdicts import reactions
from watchkeep.kernel.wires import When
from watchkeep.work.changes import events as changes

WHAT_IS_JUDGED: list[When[Any]] = [
    When(changes.Begun, at_once=(reactions.stand,)),
    When(changes.Finished, at_once=(reactions.expect,)),
    When(changes.Recorded, at_once=(reactions.stand_and_expect,)),
    When(changes.BackedOut, at_once=(reactions.look_no_further,)),
    When(changes.Closed, at_once=(reactions.refuse_unreviewed,)),
    # A mail that cannot be written never undoes the verdict that it tells of.
    When(verdicts.Reached, later=(reactions.tell_worse, reactions.close_by_itself)),
    When(verdicts.ReviewAsked, later=(reactions.tell_review,)),
    When(verdicts.ReviewLate, later=(reactions.tell_late,)),
]
