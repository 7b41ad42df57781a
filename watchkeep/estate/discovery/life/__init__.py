"""The life of what is found: it is received, read, identified and told to the register; people say what is in doubt."""

from watchkeep.estate.discovery.life.gateways import (
    add_gateway,
    change_gateway,
    rotate_key,
    switch_gateway,
)
from watchkeep.estate.discovery.life.identifying import Match, bring_together, identify_many, values_of
from watchkeep.estate.discovery.life.judging import add_placeholder, merge, say_different, say_same, split, take_back
from watchkeep.estate.discovery.life.missing import lose_due, set_patience
from watchkeep.estate.discovery.life.reading import read_again, refuse, stumble, take_due, take_in
from watchkeep.estate.discovery.life.receiving import Arrived, forget_old, keep_refused, look_again, receive, touch

__all__ = [
    "Arrived",
    "Match",
    "add_gateway",
    "add_placeholder",
    "bring_together",
    "change_gateway",
    "forget_old",
    "identify_many",
    "keep_refused",
    "look_again",
    "lose_due",
    "merge",
    "read_again",
    "receive",
    "refuse",
    "rotate_key",
    "say_different",
    "say_same",
    "set_patience",
    "split",
    "stumble",
    "switch_gateway",
    "take_back",
    "take_due",
    "take_in",
    "touch",
    "values_of",
]
