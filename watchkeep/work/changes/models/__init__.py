"""Rows of the changes slice."""

from watchkeep.work.changes.models.changes import (
    LONGEST_OUTAGE_MINUTES,
    PLANNED,
    WENT_WRONG,
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
from watchkeep.work.changes.models.drift import BETWEEN_INVENTORIES, SOFTWARE, Drift, DriftLook, Settled, Watch
from watchkeep.work.changes.models.feeds import ChangeFeed
from watchkeep.work.changes.models.freezes import Freeze, FreezeCatch, FreezeException
from watchkeep.work.changes.models.gate import Asking, Verdict
from watchkeep.work.changes.models.meetings import AgendaItem, Decision, Meeting, MeetingState, Why
from watchkeep.work.changes.models.pipelines import (
    SIGNING,
    Counting,
    Delivery,
    Deployment,
    Fate,
    PipelineRule,
    PipelineSource,
)
from watchkeep.work.changes.models.policies import ApprovalPolicy
from watchkeep.work.changes.models.reports import Progress, Provider, Report
from watchkeep.work.changes.models.templates import ChangeModel, Standing

__all__ = [
    "BETWEEN_INVENTORIES",
    "LONGEST_OUTAGE_MINUTES",
    "PLANNED",
    "SIGNING",
    "SOFTWARE",
    "WENT_WRONG",
    "AgendaItem",
    "ApprovalPolicy",
    "Asking",
    "Change",
    "ChangeFeed",
    "ChangeItem",
    "ChangeModel",
    "ChangeService",
    "Counting",
    "Decision",
    "Delivery",
    "Deployment",
    "Drift",
    "DriftLook",
    "Fate",
    "Freeze",
    "FreezeCatch",
    "FreezeException",
    "Kind",
    "Meeting",
    "MeetingState",
    "Outcome",
    "Part",
    "PipelineRule",
    "PipelineSource",
    "PlanStep",
    "Progress",
    "Provider",
    "Report",
    "Settled",
    "Source",
    "Standing",
    "StepState",
    "Verdict",
    "Watch",
    "Way",
    "Why",
]
