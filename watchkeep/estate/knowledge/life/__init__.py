"""The life of an article: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.estate.knowledge.life.hearing import answer, dismiss_gap, miss, rate, take_gap
from watchkeep.estate.knowledge.life.keeping import (
    confirm,
    keep,
    mark_stale,
    note_use,
    note_view,
    nudge_due,
    propose_retirement,
    weigh,
    weigh_soon,
)
from watchkeep.estate.knowledge.life.picturing import add_media, describe_media, remove_media
from watchkeep.estate.knowledge.life.publishing import publish, retire, return_, revive, submit
from watchkeep.estate.knowledge.life.steps import LIFE, open_to
from watchkeep.estate.knowledge.life.templating import remove_template, save_template
from watchkeep.estate.knowledge.life.understanding import count_words, look_again, understand_due
from watchkeep.estate.knowledge.life.writing import EDITABLE, TEXTS, edit, restore, write, write_from

__all__ = [
    "EDITABLE",
    "LIFE",
    "TEXTS",
    "add_media",
    "answer",
    "confirm",
    "count_words",
    "describe_media",
    "dismiss_gap",
    "edit",
    "keep",
    "look_again",
    "mark_stale",
    "miss",
    "note_use",
    "note_view",
    "nudge_due",
    "open_to",
    "propose_retirement",
    "publish",
    "rate",
    "remove_media",
    "remove_template",
    "restore",
    "retire",
    "return_",
    "revive",
    "save_template",
    "submit",
    "take_gap",
    "understand_due",
    "weigh",
    "weigh_soon",
    "write",
    "write_from",
]
