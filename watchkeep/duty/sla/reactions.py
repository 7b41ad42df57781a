"""How clocks answer to what happens to incidents, requests, calendars and services.

The at-once ones stand in the transaction of the fact: if a clock cannot turn, nothing has happened. Each
turns only clocks that stand where it begins, so a repeat changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from watchkeep.duty.sla import life, queries
from watchkeep.duty.sla.rules import Measure
from watchkeep.estate.calendars import events as calendars
from watchkeep.estate.services import events as services
from watchkeep.estate.services import queries as windows
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel.facts import Fact
from watchkeep.kernel.wires import Together
from watchkeep.work.incidents import events as incidents
from watchkeep.work.requests import events as requests
from watchkeep.work.tickets import events as tickets
from watchkeep.work.tickets.models import State

BATCH = 500


@Together
def start_clocks(facts: Sequence[incidents.Opened | requests.Opened]) -> None:
    """The promise begins with the incident, or when somebody asks."""
    causes = {fact.record: _cause(fact, _("Opened")) for fact in facts}
    life.start(queries.tickets_as_told(facts), causes=causes)


def meet_response(fact: incidents.Acknowledged | incidents.Started) -> None:
    """Somebody has answered."""
    life.meet(fact.record, Measure.RESPONSE, cause=_cause(fact, _("Answered")))


def pause_clocks(fact: incidents.Held) -> None:
    """Waiting for something outside our hands does not count."""
    life.pause(fact.record, cause=_cause(fact, fact.reason))


def resume_clocks(fact: incidents.Resumed) -> None:
    """The waiting is over."""
    life.resume(fact.record, cause=_cause(fact, _("The waiting is over")))


def meet_resolution(fact: incidents.Restored) -> None:
    """The service is back, since the moment that was given. If nobody had answered, nobody needs to any more."""
    life.meet(fact.record, Measure.RESOLUTION, cause=_cause(fact, _("Service restored"), fact.restored_at))
    life.stop(fact.record, cause=_cause(fact, _("Restored before anybody answered")))


def meet_both(fact: incidents.Resolved) -> None:
    """Whoever deals with the cause has answered, and the service is back at the latest now."""
    life.meet(fact.record, Measure.RESPONSE, cause=_cause(fact, _("Resolved")))
    life.meet(fact.record, Measure.RESOLUTION, cause=_cause(fact, _("Resolved"), fact.restored_at))


def stop_on_cancel(fact: incidents.Cancelled) -> None:
    """What was no incident promises nothing."""
    life.stop(fact.record, cause=_cause(fact, _("Cancelled")))


def stop_on_merge(fact: incidents.Merged | requests.Merged) -> None:
    """The ticket that it went into has clocks of its own."""
    life.stop(fact.record, cause=_cause(fact, _("Merged")))


def revive_on_unmerge(fact: incidents.Unmerged | requests.Unmerged) -> None:
    """It stands where it stood before, and counts on from there; the time inside the other does not count."""
    if fact.state in (State.NEW, State.TRIAGED, State.IN_PROGRESS, State.ON_HOLD):
        ticket = queries.ticket_with_hours(fact.record)
        on_hold = fact.state == State.ON_HOLD
        life.revive(ticket, cause=_cause(fact, _("No longer merged")), as_paused=on_hold)


def revive_on_reopen(fact: incidents.Reopened) -> None:
    """It is back: the clock goes on from where it stood, and the time when service was up does not count."""
    ticket = queries.ticket_with_hours(fact.record)
    life.revive(ticket, cause=_cause(fact, _("Reopened")), met_too=True)


def rest_in_maintenance(fact: services.MaintenanceBegun) -> None:
    """The window lets service levels rest: what counts on its services rests since it began."""
    window = MaintenanceWindow.objects.get(pk=fact.record)
    if window.pauses_sla:
        cause = life.Cause(at=fact.starts_at, by=fact.by, reason=queries.reason_of(window), fact=fact.id)
        _in_batches(queries.alive_on_any(fact.services), lambda ids: life.rest(ids, cause=cause))


def go_on_after_maintenance(fact: services.MaintenanceEnded) -> None:
    """The window is over: what rested for its sake counts again since then, unless another one holds."""
    if MaintenanceWindow.objects.filter(pk=fact.record, pauses_sla=True).exists():
        held = windows.pausing(fact.services, fact.ended_at)
        ids = queries.alive_on_any([pk for pk in fact.services if pk not in held])
        cause = _cause(fact, _("Maintenance is over"), fact.ended_at)
        _in_batches(ids, lambda some: life.go_on(some, after=services.MaintenanceBegun, cause=cause))


@Together
def rest_if_in_maintenance(facts: Sequence[Fact]) -> None:
    """What begins to count while its service is under such a window rests at once, until that ends."""
    for ticket, (window, begun) in queries.to_rest([fact.record for fact in facts]).items():
        fact = next(fact for fact in facts if fact.record == ticket)
        life.rest([ticket], cause=life.Cause(at=fact.at, by=fact.by, reason=queries.reason_of(window), fact=begun))


def pause_for_approval(fact: requests.Waiting) -> None:
    """Until everybody has agreed nobody can work on it."""
    life.pause(fact.record, cause=_cause(fact, _("Waits for approval")))


def resume_when_cleared(fact: requests.Cleared) -> None:
    """Nothing stands in the way any more. What never waited runs already."""
    if fact.has_waited:
        life.resume(fact.record, cause=_cause(fact, _("Approved") if fact.was_approved else _("Needs no approval")))


def meet_request_response(fact: requests.Started) -> None:
    """Somebody works on it."""
    life.meet(fact.record, Measure.RESPONSE, cause=_cause(fact, _("Answered")))


def pause_request(fact: requests.Held) -> None:
    """Waiting for something outside our hands does not count."""
    life.pause(fact.record, cause=_cause(fact, fact.reason))


def resume_request(fact: requests.Resumed) -> None:
    """The waiting is over."""
    life.resume(fact.record, cause=_cause(fact, _("The waiting is over")))


def meet_request(fact: requests.Fulfilled) -> None:
    """They have what they asked for: whoever made it so has answered, too."""
    life.meet(fact.record, Measure.RESPONSE, cause=_cause(fact, _("Fulfilled")))
    life.meet(fact.record, Measure.RESOLUTION, cause=_cause(fact, _("Fulfilled")))


def end_request(fact: requests.Refused | requests.Cancelled | requests.Turned) -> None:
    """What is not done promises nothing. Whoever said so has answered."""
    if isinstance(fact, requests.Refused):
        life.meet(fact.record, Measure.RESPONSE, cause=_cause(fact, _("Refused")))
    life.stop(fact.record, cause=_cause(fact, _("Ended without being done")))


def revive_request(fact: requests.Reopened) -> None:
    """It is not what was asked for: the clock goes on from where it stood."""
    life.revive(queries.ticket_with_hours(fact.record), cause=_cause(fact, _("Reopened")), met_too=True)


def recalculate_for_priority(fact: incidents.Reprioritised) -> None:
    """Another priority is another promise."""
    if fact.priority != fact.was_priority:
        reason = _("Priority P%(was)s became P%(now)s") % {"was": fact.was_priority, "now": fact.priority}
        life.recalculate([fact.record], cause=_cause(fact, reason))


def recalculate_for_service(fact: tickets.Edited) -> None:
    """Another service may have other targets and other hours."""
    if "service" in fact.fields:
        life.recalculate([fact.record], cause=_cause(fact, _("The service changed")))


def recalculate_for_hours(fact: calendars.HoursEdited) -> None:
    """Whatever is reckoned in these hours is due at another moment now."""
    _recalculate_many(queries.alive_in(fact.record), _cause(fact, _("The business hours changed")))


def recalculate_for_service_hours(fact: services.ServiceEdited) -> None:
    """The service keeps other hours from now on."""
    if "hours" in fact.changed:
        _recalculate_many(queries.alive_on(fact.record), _cause(fact, _("The service keeps other hours")))


def _recalculate_many(ticket_ids: list[int], cause: life.Cause) -> None:
    _in_batches(ticket_ids, lambda ids: life.recalculate(ids, cause=cause))


def _in_batches(ticket_ids: list[int], turn: Callable[[list[int]], object]) -> None:
    for start in range(0, len(ticket_ids), BATCH):
        turn(ticket_ids[start : start + BATCH])


def _cause(fact: Fact, reason: str, at: datetime | None = None) -> life.Cause:
    return life.Cause(at=at or fact.at, by=fact.by, reason=reason, fact=fact.id)
