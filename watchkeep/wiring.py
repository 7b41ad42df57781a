"""When X is told, Y reacts; every N seconds, Z runs. The one page to read first.

``at_once`` reactions run in the fact's own transaction: if one of them fails, nothing happened.
``later`` ones are jobs enqueued in that transaction: after a crash they run once a worker is back.
``EVERY`` sweep looks at a due column: after a day of downtime it finds what is due.
"""

from typing import Any

from watchkeep.estate.assets import events as assets
from watchkeep.estate.calendars import events as calendars
from watchkeep.estate.people import events as people
from watchkeep.estate.services import events as services
from watchkeep.insight.detection import events as detection
from watchkeep.insight.detection import jobs as detection_jobs
from watchkeep.insight.detection import reactions as detection_reactions
from watchkeep.kernel import idempotency, worker
from watchkeep.kernel.facts import jobs as facts
from watchkeep.kernel.wires import Every, Silent, When
from watchkeep.work.incidents import events as incidents
from watchkeep.work.incidents import jobs as incident_jobs
from watchkeep.work.incidents import reactions as incident_reactions
from watchkeep.work.tickets import events as tickets

WHEN: list[When[Any] | Silent] = [
    When(tickets.Replied, at_once=(incident_reactions.answer_reply,)),
    When(incidents.Acknowledged, at_once=(detection_reactions.mark_acknowledged,)),
    When(incidents.Resolved, at_once=(detection_reactions.let_go,)),
    When(incidents.Cancelled, at_once=(detection_reactions.let_go,)),
    When(incidents.Closed, at_once=(detection_reactions.let_go,)),
    When(incidents.Merged, at_once=(detection_reactions.follow_merge,)),
    When(incidents.Unmerged, at_once=(detection_reactions.follow_unmerge,)),
    Silent(
        facts=(
            people.OrganisationAdded,
            people.OrganisationEdited,
            people.RoleAdded,
            people.RoleEdited,
            people.RoleRemoved,
            people.TeamAdded,
            people.TeamEdited,
            people.TeamJoined,
            people.TeamLeft,
            people.Invited,
            people.Edited,
            people.RolesChanged,
            people.Deactivated,
            people.Activated,
            people.LoggedIn,
            people.LoginFailed,
            people.LockedOut,
            people.LoggedOut,
            people.SessionEnded,
            people.PasswordSet,
            people.ResetAsked,
            people.FactorAdded,
            people.FactorRemoved,
            people.RecoveryCodesMade,
            people.TokenIssued,
            people.TokenRevoked,
            calendars.HoursAdded,
            calendars.HoursEdited,
            calendars.HoursRemoved,
            assets.ItemAdded,
            assets.ItemEdited,
            assets.ItemRetired,
            services.ServiceAdded,
            services.ServiceEdited,
            services.ServiceRetired,
            services.ServiceRevived,
            services.DependencyAdded,
            services.DependencyRemoved,
            services.ItemAttached,
            services.ItemDetached,
            services.MaintenancePlanned,
            services.MaintenanceMoved,
            services.MaintenanceCancelled,
        )
    ),
    Silent(
        facts=(
            tickets.Noted,
            tickets.Attached,
            tickets.Assigned,
            tickets.Edited,
            tickets.Tagged,
            tickets.Watched,
            tickets.Unwatched,
            tickets.Linked,
            tickets.Unlinked,
            tickets.ViewSaved,
            tickets.ViewDropped,
            incidents.Opened,
            incidents.Triaged,
            incidents.Started,
            incidents.Held,
            incidents.Resumed,
            incidents.Restored,
            incidents.Reopened,
            incidents.ParentSet,
            incidents.Reprioritised,
            incidents.SeverityChanged,
            incidents.UpdatePosted,
            incidents.Amended,
            incidents.MatrixChanged,
            incidents.SeverityDefined,
        )
    ),
    Silent(
        facts=(
            detection.AlertsFolded,
            detection.AlertsResolved,
            detection.AlertSilenced,
            detection.AlertClosed,
            detection.EventSetAside,
            detection.EventRetried,
            detection.HeartbeatMissed,
            detection.IntegrationAdded,
            detection.IntegrationChanged,
            detection.KeyIssued,
            detection.KeyRevoked,
            detection.RouteAdded,
            detection.RouteChanged,
            detection.RouteRemoved,
        )
    ),
]

EVERY: list[Every] = [
    Every(seconds=15, run=worker.give_back_stalled),
    Every(seconds=3600, run=facts.make_room),
    Every(seconds=60, run=incident_jobs.close_due),
    Every(seconds=600, run=idempotency.forget_old),
    Every(seconds=1, run=detection_jobs.fold, wake="detection"),
    Every(seconds=1, run=detection_jobs.miss_heartbeats),
    Every(seconds=2, run=detection_jobs.speak_up),
    Every(seconds=3600, run=detection_jobs.tidy),
]
