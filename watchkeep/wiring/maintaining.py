"""Windows of maintenance: what follows when they are planned, begin and end. A part of the wiring page."""

from typing import Any

from watchkeep.duty.announcements import reactions as announcements
from watchkeep.duty.sla import reactions as sla
from watchkeep.estate.services import events as services
from watchkeep.insight.detection import reactions as detection
from watchkeep.kernel.wires import When
from watchkeep.work.incidents import events as incidents
from watchkeep.work.requests import events as requests

MAY_COUNT_IN_MAINTENANCE: tuple[type[Any], ...] = (
    incidents.Opened, incidents.Resumed, incidents.Reopened, requests.Opened, requests.Resumed, requests.Cleared,
)  # fmt: skip

WHAT_RESTS: list[When[Any]] = [
    # A window in force keeps quiet; what it let rest goes on when it ends, and what still fires then speaks up.
    When(services.MaintenanceBegun, at_once=(sla.rest_in_maintenance,)),
    When(services.MaintenanceEnded, at_once=(sla.go_on_after_maintenance,)),
    When(services.MaintenanceMoved, at_once=(detection.look_at_silenced,)),
    When(services.MaintenanceCancelled, at_once=(detection.look_at_silenced,)),
    *(When(one, at_once=(sla.rest_if_in_maintenance,)) for one in MAY_COUNT_IN_MAINTENANCE),
    # It leaves a draft on the status page, or is announced there if whoever planned it says so.
    When(services.MaintenancePlanned, later=(announcements.propose_maintenance,)),
    When(services.MaintenanceMoved, later=(announcements.follow_maintenance,)),
    When(services.MaintenanceCancelled, later=(announcements.call_off_maintenance,)),
]
