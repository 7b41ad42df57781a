"""The life of a request: first the map (``steps``), then every verb in the order in which it is lived.

And before that the catalogue: what may be asked for at all.
"""

from watchkeep.work.requests.life.approving import ask_again, ask_anew, clear, turn_down
from watchkeep.work.requests.life.catalogue import (
    add_item,
    edit_item,
    remind_of_review,
    remove_category,
    retire_item,
    revive_item,
    save_category,
)
from watchkeep.work.requests.life.editions import draft_edition, drop_draft, publish_edition
from watchkeep.work.requests.life.ending import cancel, close, fulfil, give_back, refuse, reopen, turn, withdraw
from watchkeep.work.requests.life.filling import check, upload
from watchkeep.work.requests.life.grouping import merge, unmerge
from watchkeep.work.requests.life.opening import open_
from watchkeep.work.requests.life.steps import LIFE, STATES, open_to
from watchkeep.work.requests.life.working import change, hold, pass_on, resume, start
from watchkeep.work.requests.rules.forms import Ask, Choice, Condition, Form, Question, Section, Test

__all__ = [
    "LIFE",
    "STATES",
    "Ask",
    "Choice",
    "Condition",
    "Form",
    "Question",
    "Section",
    "Test",
    "add_item",
    "ask_again",
    "ask_anew",
    "cancel",
    "change",
    "check",
    "clear",
    "close",
    "draft_edition",
    "drop_draft",
    "edit_item",
    "fulfil",
    "give_back",
    "hold",
    "merge",
    "open_",
    "open_to",
    "pass_on",
    "publish_edition",
    "refuse",
    "remind_of_review",
    "remove_category",
    "reopen",
    "resume",
    "retire_item",
    "revive_item",
    "save_category",
    "start",
    "turn",
    "turn_down",
    "unmerge",
    "upload",
    "withdraw",
]
