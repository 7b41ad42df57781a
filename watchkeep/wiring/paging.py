"""Which facts may change who could be paged in the weeks ahead."""

from watchkeep.duty.notify import events as notify_events
from watchkeep.duty.oncall import events as oncall_events
from watchkeep.estate.people import events as people
from watchkeep.estate.services import events as services

CONCERN_PAGING = (
    oncall_events.ScheduleSaved, oncall_events.ScheduleRemoved, oncall_events.LayerSaved, oncall_events.LayerMoved,
    oncall_events.LayerRemoved, oncall_events.OverrideAdded, oncall_events.OverrideRemoved, oncall_events.PolicySaved,
    oncall_events.PolicyRemoved, oncall_events.PolicyAssigned, notify_events.MethodAdded,
    notify_events.MethodVerified, notify_events.MethodRemoved, notify_events.RulesSet, people.TeamJoined,
    people.TeamLeft, people.Deactivated, people.Activated, services.ServiceAdded, services.ServiceRetired,
    services.ServiceRevived, oncall_events.AbsenceAdded, oncall_events.AbsenceRemoved,
)  # fmt: skip
"""Who could be paged in the weeks ahead may be others after these."""
