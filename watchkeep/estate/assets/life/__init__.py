"""The life of an item: first the map (``steps``), then what is known of it, how it hangs together, and the rules."""

from watchkeep.estate.assets.life.governing import (
    add_class,
    describe_attribute,
    drop_attribute,
    edit_class,
    judge_again,
    remove_authority,
    set_authority,
)
from watchkeep.estate.assets.life.handling import (
    dispose,
    find,
    lose,
    put_to_use,
    receive,
    retire,
    revive,
    send_to_repair,
    take_back,
)
from watchkeep.estate.assets.life.importing import Outcome, forget_old, hand_in, map_columns, take_in, try_out
from watchkeep.estate.assets.life.installing import Package, install_many
from watchkeep.estate.assets.life.joining import remove_relation_rule, set_relation_rule
from watchkeep.estate.assets.life.keeping import add_item, edit_item, pin, unpin
from watchkeep.estate.assets.life.relating import INCOMING, OUTGOING, relate, relate_all, relate_many, unrelate
from watchkeep.estate.assets.life.reporting import Found, Said, add_found, judge_due, report, report_many, see_again
from watchkeep.estate.assets.life.standing import stand_for
from watchkeep.estate.assets.life.steps import LIFE

__all__ = [
    "INCOMING",
    "LIFE",
    "OUTGOING",
    "Found",
    "Outcome",
    "Package",
    "Said",
    "add_class",
    "add_found",
    "add_item",
    "describe_attribute",
    "dispose",
    "drop_attribute",
    "edit_class",
    "edit_item",
    "find",
    "forget_old",
    "hand_in",
    "install_many",
    "judge_again",
    "judge_due",
    "lose",
    "map_columns",
    "pin",
    "put_to_use",
    "receive",
    "relate",
    "relate_all",
    "relate_many",
    "remove_authority",
    "remove_relation_rule",
    "report",
    "report_many",
    "retire",
    "revive",
    "see_again",
    "send_to_repair",
    "set_authority",
    "set_relation_rule",
    "stand_for",
    "take_back",
    "take_in",
    "try_out",
    "unpin",
    "unrelate",
]
