"""The life of a problem: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.work.problems.life.grouping import merge, unmerge
from watchkeep.work.problems.life.opening import (
    dismiss_suggestion,
    link_incident,
    open_,
    open_from,
    suggest,
    take_suggestion,
)
from watchkeep.work.problems.life.steps import LIFE, STATES, open_to
from watchkeep.work.problems.life.working import (
    AMENDABLE,
    amend,
    begin_fix,
    cancel,
    close,
    investigate,
    know,
    reopen,
    resolve,
)

__all__ = [
    "AMENDABLE",
    "LIFE",
    "STATES",
    "amend",
    "begin_fix",
    "cancel",
    "close",
    "dismiss_suggestion",
    "investigate",
    "know",
    "link_incident",
    "merge",
    "open_",
    "open_from",
    "open_to",
    "reopen",
    "resolve",
    "suggest",
    "take_suggestion",
    "unmerge",
]
