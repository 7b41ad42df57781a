"""Changes: what is altered on purpose, its plan, its risk, and the models that it begins with."""

from watchkeep.doors.api.resources.changes.boards import of_meetings as meetings
from watchkeep.doors.api.resources.changes.boards import router as boards
from watchkeep.doors.api.resources.changes.calendar import calendar, feeds
from watchkeep.doors.api.resources.changes.deployments import deployments, gate, pipelines
from watchkeep.doors.api.resources.changes.drift import router as drift
from watchkeep.doors.api.resources.changes.freezes import of_changes as conflicts
from watchkeep.doors.api.resources.changes.freezes import router as freezes
from watchkeep.doors.api.resources.changes.models import router as models
from watchkeep.doors.api.resources.changes.policies import of_changes as approvers
from watchkeep.doors.api.resources.changes.policies import router as policies
from watchkeep.doors.api.resources.changes.records import router
from watchkeep.doors.api.resources.changes.rules import of_pipelines as pipeline_rules
from watchkeep.doors.api.resources.changes.rules import watches

__all__ = [
    "approvers",
    "boards",
    "calendar",
    "conflicts",
    "deployments",
    "drift",
    "feeds",
    "freezes",
    "gate",
    "meetings",
    "models",
    "pipeline_rules",
    "pipelines",
    "policies",
    "router",
    "watches",
]
