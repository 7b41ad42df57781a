"""The verbs of automation, in chapters: write a procedure down, start it, work its steps, take back what was done."""

from watchkeep.duty.automation.life.acting import answer_call, run_step, take_result
from watchkeep.duty.automation.life.carrying import run_plan_step, settle_plan_step
from watchkeep.duty.automation.life.drafting import add_step, change_step, move_step, remove_step, write_text
from watchkeep.duty.automation.life.ending import cancel, rate
from watchkeep.duty.automation.life.publishing import discard_draft, publish, restore, save_draft
from watchkeep.duty.automation.life.starting import name_holder, start
from watchkeep.duty.automation.life.steps import RUN, STEP, VERSION
from watchkeep.duty.automation.life.telling import tell_late
from watchkeep.duty.automation.life.undoing import leave_step, turn_back, undo, undo_step
from watchkeep.duty.automation.life.working import (
    approve_step,
    fail_step,
    finish_step,
    retry_step,
    skip_step,
    take_step,
)
from watchkeep.duty.automation.life.writing import create, edit, mark_stale, retire, review, revive, tie, untie
from watchkeep.duty.automation.rules.steps import Act, Condition, Step

__all__ = [
    "RUN",
    "STEP",
    "VERSION",
    "Act",
    "Condition",
    "Step",
    "add_step",
    "answer_call",
    "approve_step",
    "cancel",
    "change_step",
    "create",
    "discard_draft",
    "edit",
    "fail_step",
    "finish_step",
    "leave_step",
    "mark_stale",
    "move_step",
    "name_holder",
    "publish",
    "rate",
    "remove_step",
    "restore",
    "retire",
    "retry_step",
    "review",
    "revive",
    "run_plan_step",
    "run_step",
    "save_draft",
    "settle_plan_step",
    "skip_step",
    "start",
    "take_result",
    "take_step",
    "tell_late",
    "tie",
    "turn_back",
    "undo",
    "undo_step",
    "untie",
    "write_text",
]
