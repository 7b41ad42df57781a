"""The life of verdicts, in chapters: what is measured, what a change did, who looks at it, what is suspected."""

from watchkeep.insight.verdicts.life.indicators import (
    EDITABLE,
    Point,
    add_indicator,
    edit_indicator,
    forget_old,
    note_failure,
    pause_indicator,
    push,
    resume_indicator,
    take_answer,
)
from watchkeep.insight.verdicts.life.judging import close_by_itself, expect, judge, look_no_further, stand, stretch_of
from watchkeep.insight.verdicts.life.reviewing import (
    answer,
    ask_review,
    refuse_unreviewed,
    remind,
    save_question,
)
from watchkeep.insight.verdicts.life.suspecting import name_suspect, rule_out, suspect_again

__all__ = [
    "EDITABLE",
    "Point",
    "add_indicator",
    "answer",
    "ask_review",
    "close_by_itself",
    "edit_indicator",
    "expect",
    "forget_old",
    "judge",
    "look_no_further",
    "name_suspect",
    "note_failure",
    "pause_indicator",
    "push",
    "refuse_unreviewed",
    "remind",
    "resume_indicator",
    "rule_out",
    "save_question",
    "stand",
    "stretch_of",
    "suspect_again",
    "take_answer",
]
