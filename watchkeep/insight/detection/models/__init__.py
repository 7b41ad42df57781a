"""The rows of detection, chapter by chapter."""

from watchkeep.insight.detection.models.alerts import Alert, Change, Status
from watchkeep.insight.detection.models.groups import Group
from watchkeep.insight.detection.models.inbox import Arrived, Event, Pending, Rejection, SetAside
from watchkeep.insight.detection.models.integrations import Heartbeat, Integration, IntegrationKey, Kind
from watchkeep.insight.detection.models.onsets import Onset, five_minutes
from watchkeep.insight.detection.models.routes import Route
from watchkeep.insight.detection.models.signal import Action, Image, Link, Severity, Signal

__all__ = [
    "Action",
    "Alert",
    "Arrived",
    "Change",
    "Event",
    "Group",
    "Heartbeat",
    "Image",
    "Integration",
    "IntegrationKey",
    "Kind",
    "Link",
    "Onset",
    "Pending",
    "Rejection",
    "Route",
    "SetAside",
    "Severity",
    "Signal",
    "Status",
    "five_minutes",
]
