"""The life of an incident: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.work.incidents.life.defining import define_severity, set_cell
from watchkeep.work.incidents.life.ending import (
    cancel,
    close,
    put_off_closing,
    reopen,
    resolve,
    restore,
    try_closing_again,
)
from watchkeep.work.incidents.life.grouping import merge, set_parent, unmerge
from watchkeep.work.incidents.life.judging import AMENDABLE, amend, reprioritise, set_severity
from watchkeep.work.incidents.life.opening import acknowledge, open_, triage
from watchkeep.work.incidents.life.steps import LIFE, STATES, open_to
from watchkeep.work.incidents.life.working import hold, post_update, resume, start

__all__ = [
    "AMENDABLE",
    "LIFE",
    "STATES",
    "acknowledge",
    "amend",
    "cancel",
    "close",
    "define_severity",
    "hold",
    "merge",
    "open_",
    "open_to",
    "post_update",
    "put_off_closing",
    "reopen",
    "reprioritise",
    "resolve",
    "restore",
    "resume",
    "set_cell",
    "set_parent",
    "set_severity",
    "start",
    "triage",
    "try_closing_again",
    "unmerge",
]
