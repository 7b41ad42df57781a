"""What follows when something is altered on purpose, or was altered and nobody said so: a part of the wiring."""

from typing import Any

from watchkeep.duty.announcements.queries.against import announced
from watchkeep.duty.notify.reactions import asking
from watchkeep.duty.notify.reactions import changes as notify_changes
from watchkeep.duty.oncall.queries.against import away, uncovered
from watchkeep.estate.people import events as people
from watchkeep.insight.reviews import reactions as reviews
from watchkeep.kernel.wires import When
from watchkeep.wiring.judging import WHAT_IS_JUDGED
from watchkeep.work.approvals import events as approvals
from watchkeep.work.approvals import reactions as approval_reactions
from watchkeep.work.changes import events as changes
from watchkeep.work.changes import queries as change_queries
from watchkeep.work.changes import reactions as change_reactions
from watchkeep.work.tickets import events as tickets

change_queries.ask_elsewhere(announced)  # what was said in public stands against a change in its time
change_queries.ask_elsewhere(uncovered)
change_queries.ask_elsewhere(away)

FREEZES: tuple[type[Any], ...] = (changes.FreezeDeclared, changes.FreezeChanged, changes.FreezeLifted)

WHAT_CHANGES: list[When[Any]] = [
    # What was agreed to lets a change go on; what was not sends it back to its draft.
    When(approvals.Approved, at_once=(change_reactions.go_on,)),
    When(approvals.Refused, at_once=(change_reactions.turn_down,)),
    When(approvals.Expired, at_once=(change_reactions.go_unanswered,)),
    # Who was asked and has left: whoever follows them is asked, and a yes that decided is given anew.
    When(people.Deactivated, at_once=(approval_reactions.follow_leaver, change_reactions.lose_approver)),
    # Whoever must agree gets a link that answers once; who stands in hears when the absence begins.
    When(approvals.StageBegun, later=(asking.ask_approvers,)),
    When(approvals.Reminded, later=(asking.remind_approvers,)),
    When(approvals.Delegated, later=(asking.ask_delegate,)),
    When(approvals.Succeeded, later=(asking.ask_successor,)),
    When(approvals.StandInBegun, later=(asking.ask_deputy,)),
    # Whoever planned it, carries it out or asked for it hears how it goes.
    *(When(one, later=(told,)) for one, told in notify_changes.TELLS.items()),
    # What preventive tasks were made into is their evidence, or leaves them due.
    *(When(one, at_once=(heard,)) for one, heard in reviews.BECOMES_EVIDENCE.items()),
    # Whose planned changes a freeze stops, or stops no more, hears so once.
    *(When(one, later=(change_reactions.follow_freeze,)) for one in FREEZES),
    # What was approved of a change is what stands on its ticket: whoever edits that edits the change.
    When(changes.Begun, later=(change_reactions.assess,)),
    When(tickets.Edited, at_once=(change_reactions.follow_edit,)),
    When(tickets.Assigned, at_once=(change_reactions.follow_edit,)),
    *WHAT_IS_JUDGED,
]
