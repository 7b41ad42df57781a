"""The life of an approval: first the map (``steps``), then every verb in the order in which it is lived.

``ask``, ``fall`` and ``withdraw`` are called inside a verb of the slice that needs the agreement, which has checked who
may; ``approve``, ``refuse`` and ``delegate`` are for whoever was asked.
"""

from watchkeep.work.approvals.life.answering import approve, delegate, new_link, refuse, use_link
from watchkeep.work.approvals.life.asking import ask, digest_of, fall, withdraw
from watchkeep.work.approvals.life.boards import edit_board, pass_meeting, set_up_board
from watchkeep.work.approvals.life.leaving import reopen, succeed
from watchkeep.work.approvals.life.meeting import decide_together
from watchkeep.work.approvals.life.standing_in import begin_stand_in, end_stand_in, stand_in
from watchkeep.work.approvals.life.steps import LIFE
from watchkeep.work.approvals.life.waiting import expire, remind
from watchkeep.work.approvals.rules import Approver, Need, Outcome, Stage, Who, plain, read_stages

__all__ = [
    "LIFE",
    "Approver",
    "Need",
    "Outcome",
    "Stage",
    "Who",
    "approve",
    "ask",
    "begin_stand_in",
    "decide_together",
    "delegate",
    "digest_of",
    "edit_board",
    "end_stand_in",
    "expire",
    "fall",
    "new_link",
    "pass_meeting",
    "plain",
    "read_stages",
    "refuse",
    "remind",
    "reopen",
    "set_up_board",
    "stand_in",
    "succeed",
    "use_link",
    "withdraw",
]
