"""The life of indicators: what is measured, and what it was."""

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

__all__ = [
    "EDITABLE",
    "Point",
    "add_indicator",
    "edit_indicator",
    "forget_old",
    "note_failure",
    "pause_indicator",
    "push",
    "resume_indicator",
    "take_answer",
]
