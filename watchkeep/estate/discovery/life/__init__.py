"""The life of what is found: it is received, read, identified and told to the register; people say what is in doubt."""

from watchkeep.estate.discovery.life.identifying import Match, bring_together, identify_many
from watchkeep.estate.discovery.life.judging import add_placeholder, merge, say_different, say_same, split, take_back

__all__ = [
    "Match",
    "add_placeholder",
    "bring_together",
    "identify_many",
    "merge",
    "say_different",
    "say_same",
    "split",
    "take_back",
]
