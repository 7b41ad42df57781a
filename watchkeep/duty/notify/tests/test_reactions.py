from datetime import UTC, datetime, timedelta

from testing import make
from testing.harness import run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.regulations import life as regulations
from watchkeep.duty.sla import jobs
from watchkeep.estate.people.models import Membership
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told():
    """Who was told what: the address and what stands before the title."""
    run_later()
    return [(row.person.name, row.subject.partition(":")[0]) for row in Delivery.objects.order_by("id")]


def test_whoever_is_assigned_learns_so():
    incident = make.incident(title="Checkout is down")
    tickets.assign(incident.ticket, by=CLOCK, person=make.ana())
    assert told() == [("Ana", "SEV3 · Assigned to you")]


def test_whoever_a_note_names_is_told_once():
    bo, ticket = make.bo(), make.ticket()
    tickets.note(ticket, by=make.actor(make.ana()), body=f"@{bo.email} please look, @{bo.email}")
    assert told() == [("Bo", "SEV3 · You are mentioned")]


def test_nobody_is_told_what_they_did_themselves():
    ana = make.ana()
    incident = make.incident()
    tickets.assign(incident.ticket, by=make.actor(ana), person=ana)
    assert told() == []


def test_a_reply_of_the_desk_reaches_whoever_asked_and_whoever_watches():
    incident = make.incident(requester=make.employee())
    tickets.watch(incident.ticket, by=CLOCK, person=make.bo())
    tickets.reply(incident.ticket, by=make.actor(make.ana()), body="We are on it.")
    assert sorted(told()) == [("Bo", "SEV3 · Reply from the desk"), ("Eve", "SEV3 · Reply from the desk")]
    assert "We are on it." in Delivery.objects.first().body


def test_a_note_reaches_nobody():
    incident = make.incident(requester=make.employee())
    tickets.note(incident.ticket, by=make.actor(make.ana()), body="The requester is wrong.")
    assert told() == []


def test_a_requester_s_reply_reaches_whoever_works_on_it():
    eve = make.employee()
    incident = make.incident(requester=eve)
    tickets.assign(incident.ticket, by=make.actor(make.ana()), person=make.ana())
    tickets.reply(incident.ticket, by=make.actor(eve), body="Still down.")
    assert told() == [("Ana", "SEV3 · Reply from the requester")]


def test_those_who_wait_hear_that_the_service_is_back():
    incident = make.incident("in_progress", requester=make.employee())
    incidents.restore(incident, by=CLOCK)
    assert told() == [("Eve", "SEV3 · Service restored")]


def test_time_that_runs_short_is_told_to_the_assignee_or_else_to_the_leads():
    lead, team = make.person("Lea"), make.team("Web")
    Membership.objects.create(team=team, person=lead, is_lead=True)
    make.team("Web", members=(make.bo(),))
    make.target("response", 60, priority=3)
    make.target("resolution", 1000, priority=3)
    with clock.frozen(NOON):
        make.incident(team=team)
    with clock.frozen(NOON + timedelta(minutes=50)):
        sweep(jobs.tell_moments)
    assert told() == [("Lea", "SEV3 · Time runs short")]


def test_a_broken_promise_is_told_once():
    team = make.team("Web", members=(make.bo(),))
    make.target("response", 60, priority=3)
    make.target("resolution", 10000, priority=3)
    with clock.frozen(NOON):
        make.incident(team=team)
    with clock.frozen(NOON + timedelta(hours=2)):
        sweep(jobs.tell_moments)
        sweep(jobs.tell_moments)
    assert [what for _, what in told()] == ["SEV3 · Time runs short", "SEV3 · Promise broken"]


def test_pages_are_withdrawn_when_somebody_acknowledges():
    incident = make.incident()
    row = make.delivery(ticket=incident.ticket)
    incidents.acknowledge(incident, by=make.actor(make.ana()))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_whoever_started_a_clock_of_the_law_hears_when_it_runs_short_and_when_it_is_late():
    ticket = make.ticket()
    ana = make.actor(make.ana())
    obligation = regulations.start(ticket, by=ana, regime="gdpr", aware_at=ticket.opened_at)
    for hours in (55, 73):
        with clock.frozen(obligation.aware_at + timedelta(hours=hours)):
            regulations.warn_due()
            regulations.tell_late()
    run_later()
    subjects = " ".join(Delivery.objects.filter(person=make.ana(), urgency="high").values_list("subject", flat=True))
    assert "GDPR: report due soon" in subjects
    assert "GDPR: report is late" in subjects
