"""The life of a clock, in chapters: its targets, its turns, its moments."""

from watchkeep.duty.sla.life.clocks import go_on, meet, pause, recalculate, rest, resume, revive, start, stop
from watchkeep.duty.sla.life.moments import breach_due, warn_due
from watchkeep.duty.sla.life.targets import change_target, drop_target, set_target
from watchkeep.duty.sla.life.telling import Cause

__all__ = [
    "Cause",
    "breach_due",
    "change_target",
    "drop_target",
    "go_on",
    "meet",
    "pause",
    "recalculate",
    "rest",
    "resume",
    "revive",
    "set_target",
    "start",
    "stop",
    "warn_due",
]
