from datetime import UTC, datetime, timedelta

from testing import make
from testing.harness import sweep, told
from watchkeep.duty.sla import jobs, queries
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def opened(minutes=60):
    make.target("resolution", minutes, priority=3)
    make.target("response", minutes, priority=3)
    with after(minutes=0):
        return make.incident()


def met(incident, measure):
    rows = facts.told("ticket", incident.pk, kind="sla.met").values_list("data", flat=True)
    return next(data for data in rows if data["measure"] == measure)


def test_the_response_is_met_when_somebody_acknowledges():
    incident = opened()
    with after(minutes=10):
        incidents.acknowledge(incident, by=CLOCK)
    row = make.clock("response", ticket=incident.ticket)
    assert (row.kind, row.counted_seconds, row.due_at) == ("met", 600, None)
    assert met(incident, "response")["in_time"] is True


def test_the_resolution_is_met_when_the_service_is_restored_not_when_the_cause_is_dealt_with():
    incident = opened()
    with after(minutes=10):
        incidents.acknowledge(incident, by=CLOCK)
    with after(minutes=30):
        incidents.restore(incident, by=CLOCK)
    with after(hours=50):
        incidents.resolve(incident, by=CLOCK, fix="Restarted the relay")
    assert make.clock(ticket=incident.ticket).counted_seconds == 30 * 60


def test_what_is_met_late_says_so():
    incident = opened()
    with after(minutes=70):
        incidents.acknowledge(incident, by=CLOCK)
    assert met(incident, "response")["in_time"] is False
    kinds = told("ticket", incident.pk)
    assert kinds.index("sla.breached") < kinds.index("sla.met")


def test_a_service_that_was_back_before_the_breach_was_back_in_time():
    incident = opened()
    with after(minutes=10):
        incidents.acknowledge(incident, by=CLOCK)
    with after(minutes=70):
        sweep(jobs.tell_moments)
        incidents.restore(incident, by=CLOCK, at=NOON + timedelta(minutes=50))
    assert met(incident, "resolution")["in_time"] is True
    assert make.clock(ticket=incident.ticket).counted_seconds == 50 * 60
    assert "sla.breached" in told("ticket", incident.pk)  # what was told stays told


def test_nobody_needs_to_answer_once_the_service_came_back_by_itself():
    incident = opened()
    with after(minutes=10):
        incidents.restore(incident, by=CLOCK)
    with after(days=2):
        assert sweep(jobs.tell_moments) == 0
    assert make.clock("response", ticket=incident.ticket).kind == "stopped"


def test_a_cancelled_incident_promises_nothing():
    incident = opened()
    with after(minutes=10):
        incidents.cancel(incident, by=CLOCK, reason="A false alarm")
    with after(days=2):
        assert sweep(jobs.tell_moments) == 0
    assert queries.explain(make.clock(ticket=incident.ticket)).used_seconds == 600
