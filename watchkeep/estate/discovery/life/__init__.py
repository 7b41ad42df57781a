"""The life of what is found: it is received, read, identified and told to the register; people say what is in doubt."""

from watchkeep.estate.discovery.life.ending import follow_ends, set_notice, tell_ends
from watchkeep.estate.discovery.life.entering import open_network, shut_network
from watchkeep.estate.discovery.life.finding import Outcome, take_found
from watchkeep.estate.discovery.life.gateways import (
    add_gateway,
    change_gateway,
    rotate_key,
    switch_gateway,
)
from watchkeep.estate.discovery.life.identifying import Match, bring_together, identify_many, values_of
from watchkeep.estate.discovery.life.itemising import Itemised, take_bill
from watchkeep.estate.discovery.life.judging import merge, say_different, say_same, split, take_back
from watchkeep.estate.discovery.life.missing import lose_due, set_patience
from watchkeep.estate.discovery.life.nodes import ask, enrol, hear
from watchkeep.estate.discovery.life.placeholders import add_placeholder, judge_bearers, remove_placeholder
from watchkeep.estate.discovery.life.planning import add_job, change_job, switch_job
from watchkeep.estate.discovery.life.reading import read_again, refuse, stumble, take_due, take_in, take_in_many
from watchkeep.estate.discovery.life.receiving import (
    Arrived,
    forget_old,
    keep_refused,
    look_again,
    receive,
    receive_many,
    touch,
)
from watchkeep.estate.discovery.life.recognising import recognise
from watchkeep.estate.discovery.life.running import (
    LIFE,
    ask_run,
    end_lost,
    fail,
    finish,
    give_up,
    keep_looking,
    queue_due,
    stop,
    take_part,
    take_run,
)

__all__ = [
    "LIFE",
    "Arrived",
    "Itemised",
    "Match",
    "Outcome",
    "add_gateway",
    "add_job",
    "add_placeholder",
    "ask",
    "ask_run",
    "bring_together",
    "change_gateway",
    "change_job",
    "end_lost",
    "enrol",
    "fail",
    "finish",
    "follow_ends",
    "forget_old",
    "give_up",
    "hear",
    "identify_many",
    "judge_bearers",
    "keep_looking",
    "keep_refused",
    "look_again",
    "lose_due",
    "merge",
    "open_network",
    "queue_due",
    "read_again",
    "receive",
    "receive_many",
    "recognise",
    "refuse",
    "remove_placeholder",
    "rotate_key",
    "say_different",
    "say_same",
    "set_notice",
    "set_patience",
    "shut_network",
    "split",
    "stop",
    "stumble",
    "switch_gateway",
    "switch_job",
    "take_back",
    "take_bill",
    "take_due",
    "take_found",
    "take_in",
    "take_in_many",
    "take_part",
    "take_run",
    "tell_ends",
    "touch",
    "values_of",
]
