"""The life of products and readings: titles come, are read by rules, and people correct what was read."""

from watchkeep.estate.licences.life.correcting import (
    add_product,
    add_rule,
    correct,
    edit_product,
    remove_rule,
    set_aside,
    take_up,
)
from watchkeep.estate.licences.life.reading import count, note_titles_of, read_due

__all__ = [
    "add_product",
    "add_rule",
    "correct",
    "count",
    "edit_product",
    "note_titles_of",
    "read_due",
    "remove_rule",
    "set_aside",
    "take_up",
]
