"""The life of connections and runs, in chapters: open a way out, ask for an action, decide on it, carry it out."""

from watchkeep.duty.connections.life.asking import ask_for, undo
from watchkeep.duty.connections.life.carrying import (
    Outcome,
    interrupt_lost,
    keep_alive,
    settle,
    start,
    take,
)
from watchkeep.duty.connections.life.deciding import answer, approve, cancel, is_own, refuse
from watchkeep.duty.connections.life.networks import allow_network, close_network
from watchkeep.duty.connections.life.opening import (
    add_connection,
    change_connection,
    pause_connection,
    resume_connection,
    try_connection,
)
from watchkeep.duty.connections.life.steps import LIFE

__all__ = [
    "LIFE",
    "Outcome",
    "add_connection",
    "allow_network",
    "answer",
    "approve",
    "ask_for",
    "cancel",
    "change_connection",
    "close_network",
    "interrupt_lost",
    "is_own",
    "keep_alive",
    "pause_connection",
    "refuse",
    "resume_connection",
    "settle",
    "start",
    "take",
    "try_connection",
    "undo",
]
