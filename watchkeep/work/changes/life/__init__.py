"""The life of a change: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.work.changes.life.agreeing import (
    SUBJECT,
    ask,
    clear,
    go_unanswered,
    look_again,
    lose_approver,
    needs_of,
    rework,
    submit,
    turn_down,
)
from watchkeep.work.changes.life.carrying import back_out, begin, finish, overrun, rush, take_step
from watchkeep.work.changes.life.drafting import AMENDABLE, amend, draft
from watchkeep.work.changes.life.ending import cancel, close, leave_unapproved
from watchkeep.work.changes.life.modelling import add_model, demote, edit_model, promote
from watchkeep.work.changes.life.policies import add_policy, edit_policy, move_policy, remove_policy
from watchkeep.work.changes.life.scheduling import schedule
from watchkeep.work.changes.life.steps import LIFE, STATES, open_to

__all__ = [
    "AMENDABLE",
    "LIFE",
    "STATES",
    "SUBJECT",
    "add_model",
    "add_policy",
    "amend",
    "ask",
    "back_out",
    "begin",
    "cancel",
    "clear",
    "close",
    "demote",
    "draft",
    "edit_model",
    "edit_policy",
    "finish",
    "go_unanswered",
    "leave_unapproved",
    "look_again",
    "lose_approver",
    "move_policy",
    "needs_of",
    "open_to",
    "overrun",
    "promote",
    "remove_policy",
    "rework",
    "rush",
    "schedule",
    "submit",
    "take_step",
    "turn_down",
]
