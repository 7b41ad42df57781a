"""Rows of the changes slice."""

from watchkeep.work.changes.models.changes import (
    LONGEST_OUTAGE_MINUTES,
    PLANNED,
    Change,
    ChangeItem,
    ChangeService,
    Kind,
    Outcome,
    Part,
    PlanStep,
    Source,
    StepState,
    Way,
)
from watchkeep.work.changes.models.policies import ApprovalPolicy
from watchkeep.work.changes.models.templates import ChangeModel, Standing

__all__ = [
    "LONGEST_OUTAGE_MINUTES",
    "PLANNED",
    "ApprovalPolicy",
    "Change",
    "ChangeItem",
    "ChangeModel",
    "ChangeService",
    "Kind",
    "Outcome",
    "Part",
    "PlanStep",
    "Source",
    "Standing",
    "StepState",
    "Way",
]
