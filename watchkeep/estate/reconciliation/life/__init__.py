"""The life of findings: looked for, set aside and taken up, made tickets by rule, and ended when all agrees again."""

from watchkeep.estate.reconciliation.life.arising import (
    look_at_all,
    look_due,
    look_on_contract,
    look_soon,
    look_with_person,
)
from watchkeep.estate.reconciliation.life.keeping import keep, let_go
from watchkeep.estate.reconciliation.life.ruling import (
    end_cases,
    note_ticket,
    open_cases,
    remove_rule,
    save_rule,
    say_good_morning,
)
from watchkeep.estate.reconciliation.life.setting import set_aside, take_up, take_up_due

__all__ = [
    "end_cases",
    "keep",
    "let_go",
    "look_at_all",
    "look_due",
    "look_on_contract",
    "look_soon",
    "look_with_person",
    "note_ticket",
    "open_cases",
    "remove_rule",
    "save_rule",
    "say_good_morning",
    "set_aside",
    "take_up",
    "take_up_due",
]
