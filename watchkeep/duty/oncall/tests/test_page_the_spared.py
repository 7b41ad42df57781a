"""The fault gets worse while somebody is looked for, or after somebody was found."""

from testing import make
from testing.harness import sweep
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident


def paged():
    return list(Page.objects.order_by("pk").values_list("person__name", flat=True))


def incident_of(escalation):
    return Incident.objects.get(pk=escalation.ticket_id)


def worsen(escalation, severity):
    incidents.set_severity(incident_of(escalation), by=CLOCK, severity=severity)
    sweep(page_due)


def test_a_fault_that_becomes_severe_enough_starts_the_search():
    service = make.service()
    make.policy(make.step(make.ana(), severity=2), service=service)
    incident = make.incident(service=service, severity=4)
    assert not Escalation.objects.exists()
    incidents.set_severity(incident, by=CLOCK, severity=1)
    sweep(page_due)
    assert paged() == ["Ana"]


def test_a_running_search_goes_on_at_once_with_those_who_were_spared():
    steps = make.step(make.ana()), make.step(make.bo(), severity=1), make.step(make.person("Cy"))
    running = make.escalation(*steps, severity=3)
    sweep(page_due)
    worsen(running, 1)
    assert paged() == ["Ana", "Bo"]


def test_nobody_who_was_paged_is_paged_again_for_it():
    steps = make.step(make.ana(), severity=1), make.step(make.bo())
    running = make.escalation(*steps, severity=3)
    sweep(page_due)
    assert paged() == ["Bo"]
    worsen(running, 1)
    assert paged() == ["Bo", "Ana"]


def test_when_somebody_has_it_only_those_who_were_spared_are_paged():
    running = make.escalation(make.step(make.ana()), make.step(make.bo(), severity=1), severity=3)
    sweep(page_due)
    incidents.acknowledge(incident_of(running), by=make.actor(make.ana()))
    worsen(running, 1)
    assert paged() == ["Ana", "Bo"]


def test_when_somebody_has_it_and_nobody_was_spared_it_stays_quiet():
    running = make.escalation(make.step(make.ana()), severity=3)
    sweep(page_due)
    incidents.acknowledge(incident_of(running), by=make.actor(make.ana()))
    worsen(running, 1)
    assert paged() == ["Ana"]


def test_a_fault_that_becomes_less_severe_pages_nobody():
    running = make.escalation(make.step(make.ana()), make.step(make.bo()), severity=1)
    sweep(page_due)
    worsen(running, 3)
    assert paged() == ["Ana"]
