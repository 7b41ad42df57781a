"""The rows of on call: rotas, policies, and the escalations that run by them."""

from watchkeep.duty.oncall.models.absences import Absence, Homeland
from watchkeep.duty.oncall.models.checks import PageCheck, PageFinding
from watchkeep.duty.oncall.models.covers import Cover, CoverRefusal, CoverState
from watchkeep.duty.oncall.models.escalations import Escalation, Page
from watchkeep.duty.oncall.models.loads import Ledger, Rate, Stint
from watchkeep.duty.oncall.models.policies import Policy, PolicyStep, ServicePolicy, StepTarget
from watchkeep.duty.oncall.models.rotas import Feed, Layer, Override, Schedule, Turn

__all__ = [
    "Absence",
    "Cover",
    "CoverRefusal",
    "CoverState",
    "Escalation",
    "Feed",
    "Homeland",
    "Layer",
    "Ledger",
    "Override",
    "Page",
    "PageCheck",
    "PageFinding",
    "Policy",
    "PolicyStep",
    "Rate",
    "Schedule",
    "ServicePolicy",
    "StepTarget",
    "Stint",
    "Turn",
]
