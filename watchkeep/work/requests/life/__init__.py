"""The life of a request: first the map (``steps``), then every verb in the order in which it is lived.

And before that the catalogue: what may be asked for at all.
"""

from watchkeep.work.requests.life.approving import ask_again, ask_anew, clear, turn_down
from watchkeep.work.requests.life.catalogue import (
    REVIEWED_EVERY,
    add_item,
    edit_item,
    remind_of_review,
    remove_category,
    retire_item,
    review_item,
    revive_item,
    save_category,
)
from watchkeep.work.requests.life.editions import draft_edition, drop_draft, publish_edition, restore_edition
from watchkeep.work.requests.life.ending import cancel, close, fulfil, give_back, refuse, reopen, turn, withdraw
from watchkeep.work.requests.life.filling import check, upload
from watchkeep.work.requests.life.grouping import merge, unmerge
from watchkeep.work.requests.life.opening import Wish, open_, open_all, open_sound
from watchkeep.work.requests.life.picturing import add_picture, describe_picture, remove_picture
from watchkeep.work.requests.life.questioning import (
    add_question,
    add_section,
    change_question,
    change_section,
    move_question,
    move_section,
    remove_question,
    remove_section,
)
from watchkeep.work.requests.life.steps import LIFE, STATES, open_to
from watchkeep.work.requests.life.working import change, hold, pass_on, resume, start
from watchkeep.work.requests.rules.bounds import LARGEST, Longest, Most
from watchkeep.work.requests.rules.forms import Ask, Choice, Condition, Form, Question, Section, Test

__all__ = [
    "LARGEST",
    "LIFE",
    "REVIEWED_EVERY",
    "STATES",
    "Ask",
    "Choice",
    "Condition",
    "Form",
    "Longest",
    "Most",
    "Question",
    "Section",
    "Test",
    "Wish",
    "add_item",
    "add_picture",
    "add_question",
    "add_section",
    "ask_again",
    "ask_anew",
    "cancel",
    "change",
    "change_question",
    "change_section",
    "check",
    "clear",
    "close",
    "describe_picture",
    "draft_edition",
    "drop_draft",
    "edit_item",
    "fulfil",
    "give_back",
    "hold",
    "merge",
    "move_question",
    "move_section",
    "open_",
    "open_all",
    "open_sound",
    "open_to",
    "pass_on",
    "publish_edition",
    "refuse",
    "remind_of_review",
    "remove_category",
    "remove_picture",
    "remove_question",
    "remove_section",
    "reopen",
    "restore_edition",
    "resume",
    "retire_item",
    "review_item",
    "revive_item",
    "save_category",
    "start",
    "turn",
    "turn_down",
    "unmerge",
    "upload",
    "withdraw",
]
