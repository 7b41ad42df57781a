"""What follows when something is altered on purpose, or was altered and nobody said so: a part of the wiring."""

from typing import Any

from watchkeep.kernel.wires import When
from watchkeep.work.approvals import events as approvals
from watchkeep.work.changes import reactions as change_reactions
from watchkeep.work.tickets import events as tickets

WHAT_CHANGES: list[When[Any]] = [
    # What was agreed to lets a change go on; what was not sends it back to its draft.
    When(approvals.Approved, at_once=(change_reactions.go_on,)),
    When(approvals.Refused, at_once=(change_reactions.turn_down,)),
    # What was approved of a change is what stands on its ticket: whoever edits that edits the change.
    When(tickets.Edited, at_once=(change_reactions.follow_edit,)),
    When(tickets.Assigned, at_once=(change_reactions.follow_edit,)),
]
