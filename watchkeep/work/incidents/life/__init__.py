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
from watchkeep.work.incidents.life.hearing import (
    LATER,
    SOON,
    Heard,
    hear,
    mark,
    part,
    progress,
    promise,
    recover,
    rest,
)
from watchkeep.work.incidents.life.judging import AMENDABLE, amend, reprioritise, set_severity
from watchkeep.work.incidents.life.opening import acknowledge, open_, triage
from watchkeep.work.incidents.life.overruling import (
    accept,
    affect,
    declare_major,
    pin,
    refuse,
    spare,
    unpin,
    withdraw_major,
)
from watchkeep.work.incidents.life.reassessing import postpone, reassess
from watchkeep.work.incidents.life.steps import LIFE, STATES, open_to
from watchkeep.work.incidents.life.working import hold, post_update, resume, start

__all__ = [
    "AMENDABLE",
    "LATER",
    "LIFE",
    "SOON",
    "STATES",
    "Heard",
    "accept",
    "acknowledge",
    "affect",
    "amend",
    "cancel",
    "close",
    "declare_major",
    "define_severity",
    "hear",
    "hold",
    "mark",
    "merge",
    "open_",
    "open_to",
    "part",
    "pin",
    "post_update",
    "postpone",
    "progress",
    "promise",
    "put_off_closing",
    "reassess",
    "recover",
    "refuse",
    "reopen",
    "reprioritise",
    "resolve",
    "rest",
    "restore",
    "resume",
    "set_cell",
    "set_parent",
    "set_severity",
    "spare",
    "start",
    "triage",
    "try_closing_again",
    "unmerge",
    "unpin",
    "withdraw_major",
]
