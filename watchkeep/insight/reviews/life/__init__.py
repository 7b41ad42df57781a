"""The life of a review and of what follows from it: first the maps (``steps``), then every verb as it is lived."""

from watchkeep.insight.reviews.life.actions import complete, drop, edit_action, open_action, reopen
from watchkeep.insight.reviews.life.causes import edit_cause, record_cause, remove_cause, tie, untie
from watchkeep.insight.reviews.life.counting import count_days
from watchkeep.insight.reviews.life.ending import add_addendum, publish, resume, waive
from watchkeep.insight.reviews.life.keeping import keep_addendum, keep_lesson
from watchkeep.insight.reviews.life.making import make_due_tasks, make_of, put_off, take_done, take_nothing
from watchkeep.insight.reviews.life.nudging import check_actions, nudge_actions, nudge_reviews, nudge_tasks
from watchkeep.insight.reviews.life.opening import (
    RULE,
    follow_family,
    follow_pin,
    follow_severity,
    is_wanted,
    open_review,
    set_owner,
)
from watchkeep.insight.reviews.life.preventing import do_task, edit_task, end_task, plan_task, prevent_with
from watchkeep.insight.reviews.life.steps import ACTIONS, LIFE
from watchkeep.insight.reviews.life.taking_part import (
    add_participant,
    ask_sign_off,
    call_off_meeting,
    remove_participant,
    send_back,
    set_meeting,
    sign,
)
from watchkeep.insight.reviews.life.taxonomy import (
    accept_category,
    decline_category,
    propose_category,
    retire_category,
    set_requirement,
)
from watchkeep.insight.reviews.life.timeline import add_entry, annotate, correct, pin, unpin
from watchkeep.insight.reviews.life.upkeeping import POLICY, look_at_policies, save_policy
from watchkeep.insight.reviews.life.watching import (
    look_for_cause,
    look_for_linked,
    look_for_recurrence,
    suggest_problem,
    suggest_problem_of,
)
from watchkeep.insight.reviews.life.writing import TEXTS, write

__all__ = [
    "ACTIONS",
    "LIFE",
    "POLICY",
    "RULE",
    "TEXTS",
    "accept_category",
    "add_addendum",
    "add_entry",
    "add_participant",
    "annotate",
    "ask_sign_off",
    "call_off_meeting",
    "check_actions",
    "complete",
    "correct",
    "count_days",
    "decline_category",
    "do_task",
    "drop",
    "edit_action",
    "edit_cause",
    "edit_task",
    "end_task",
    "follow_family",
    "follow_pin",
    "follow_severity",
    "is_wanted",
    "keep_addendum",
    "keep_lesson",
    "look_at_policies",
    "look_for_cause",
    "look_for_linked",
    "look_for_recurrence",
    "make_due_tasks",
    "make_of",
    "nudge_actions",
    "nudge_reviews",
    "nudge_tasks",
    "open_action",
    "open_review",
    "pin",
    "plan_task",
    "prevent_with",
    "propose_category",
    "publish",
    "put_off",
    "record_cause",
    "remove_cause",
    "remove_participant",
    "reopen",
    "resume",
    "retire_category",
    "save_policy",
    "send_back",
    "set_meeting",
    "set_owner",
    "set_requirement",
    "sign",
    "suggest_problem",
    "suggest_problem_of",
    "take_done",
    "take_nothing",
    "tie",
    "unpin",
    "untie",
    "waive",
    "write",
]
