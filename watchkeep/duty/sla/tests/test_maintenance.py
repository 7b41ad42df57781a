"""A window may let service levels rest: from its start to its end, whenever the clock gets round to it."""

from datetime import UTC, datetime, timedelta

from testing import make
from testing.harness import sweep, told
from watchkeep.duty.sla import jobs
from watchkeep.estate.services import jobs as maintenance
from watchkeep.estate.services import life as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def incident_under(window_from=10, minutes=60, **flags):
    """An incident of noon that may take an hour, and a window from ten past for an hour."""
    make.target("resolution", 60, priority=2)
    make.target("resolution", 60, priority=3)
    shop = make.service()
    with after(minutes=0):
        start = NOON + timedelta(minutes=window_from)
        end = start + timedelta(minutes=minutes)
        flags = {"pauses_sla": True} | flags
        window = services.plan_maintenance(
            by=CLOCK, services=[shop], starts_at=start, ends_at=end, reason="Discs", **flags
        )
        return make.incident("in_progress", service=shop), window


def test_clocks_rest_while_it_lasts():
    incident, _window = incident_under()
    with after(minutes=10, seconds=1):
        sweep(maintenance.step)
    row = make.clock(ticket=incident.ticket)
    assert (row.kind, row.counted_seconds, row.due_at) == ("paused", 10 * 60, None)
    with after(minutes=70, seconds=1):
        sweep(maintenance.step)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=120)


def test_what_lay_in_it_is_no_breach_even_if_nobody_was_awake():
    incident, _window = incident_under()
    with after(minutes=75):
        sweep(jobs.tell_moments)
    assert "sla.breached" not in told("ticket", incident.pk)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=120)


def test_what_is_opened_in_it_rests_at_once_and_what_is_resumed_goes_on_resting():
    incident, window = incident_under()
    with after(minutes=12):
        sweep(maintenance.step)
        late = make.incident("in_progress", service=incident.ticket.service)
        assert make.clock(ticket=late.ticket).kind == "paused"
        incidents.hold(late, by=CLOCK, reason="Waiting for a part")
        incidents.resume(late, by=CLOCK)
        assert make.clock(ticket=late.ticket).kind == "paused"
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(minutes=20):
        services.cancel_maintenance(window, by=CLOCK)
    assert make.clock(ticket=late.ticket).due_at == NOON + timedelta(minutes=80)
    assert make.clock(ticket=incident.ticket).kind == "paused", "it waits for a part"


def test_another_window_holds_on_and_one_without_the_flag_does_nothing():
    incident, _window = incident_under()
    service = incident.ticket.service
    with after(minutes=0):
        services.plan_maintenance(
            by=CLOCK, services=[service], starts_at=NOON + timedelta(minutes=60), ends_at=NOON + timedelta(minutes=90),
            reason="More", pauses_sla=True,
        )  # fmt: skip
    with after(minutes=72):
        sweep(maintenance.step)
        assert make.clock(ticket=incident.ticket).kind == "paused"
    with after(minutes=95):
        sweep(maintenance.step)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=140)
    other, _ = incident_under(pauses_sla=False)
    with after(minutes=12):
        sweep(maintenance.step)
    assert make.clock(ticket=other.ticket).kind == "running"
