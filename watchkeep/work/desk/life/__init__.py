"""What an agent does all day: takes calls, works on tickets one by one, by macro and in bulk, keeps them together."""

from watchkeep.work.desk.life.carrying import Change, Effect, Plan, carry_out, plan, take_back
from watchkeep.work.desk.life.grouping import act_on_family, merge, reply_to_family, set_parent, split, unmerge
from watchkeep.work.desk.life.kinds import KINDS, Verb, act, record_of, verbs_open_to
from watchkeep.work.desk.life.opening import BY_CALL, CHANNELS, note_call, open_
from watchkeep.work.desk.life.running import MOST, UNDO_WITHIN, ask, step, undo
from watchkeep.work.desk.life.writing import apply_macro, drop_macro, save_macro
from watchkeep.work.desk.rules import PLACEHOLDERS, Order

__all__ = [
    "BY_CALL",
    "CHANNELS",
    "KINDS",
    "MOST",
    "PLACEHOLDERS",
    "UNDO_WITHIN",
    "Change",
    "Effect",
    "Order",
    "Plan",
    "Verb",
    "act",
    "act_on_family",
    "apply_macro",
    "ask",
    "carry_out",
    "drop_macro",
    "merge",
    "note_call",
    "open_",
    "plan",
    "record_of",
    "reply_to_family",
    "save_macro",
    "set_parent",
    "split",
    "step",
    "take_back",
    "undo",
    "unmerge",
    "verbs_open_to",
]
