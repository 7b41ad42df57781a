"""The life of a hand-over: asked, reminded, answered, ended; and the end of the thing itself."""

from watchkeep.estate.custody.life.answering import accept, object_, withdraw
from watchkeep.estate.custody.life.asking import ask_for_return, hand_over, remind_due, take_back
from watchkeep.estate.custody.life.destroying import destroy
from watchkeep.estate.custody.life.ending import end_open
from watchkeep.estate.custody.life.steps import LIFE

__all__ = [
    "LIFE",
    "accept",
    "ask_for_return",
    "destroy",
    "end_open",
    "hand_over",
    "object_",
    "remind_due",
    "take_back",
    "withdraw",
]
