"""Beginning to look for somebody."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Escalation
from watchkeep.kernel.actors import CLOCK


def escalations(ticket):
    return Escalation.objects.filter(ticket=ticket)


def test_an_incident_on_a_service_with_a_policy_starts_an_escalation():
    service = make.service()
    make.policy(service=service)
    ticket = make.ticket(service=service)
    assert escalations(ticket).get().is_running
    assert "oncall.escalation_started" in told("ticket", ticket.pk)


def test_the_first_step_is_due_at_once():
    running = make.escalation()
    assert running.next_step_at == running.started_at


def test_without_a_policy_nobody_is_looked_for():
    assert not escalations(make.ticket(service=make.service())).exists()


def test_a_service_without_its_own_policy_has_the_default_one():
    default = make.policy(is_default=True)
    assert escalations(make.ticket(service=make.service())).get().policy == default


def test_a_service_with_its_own_policy_does_not_have_the_default_one():
    make.policy(is_default=True)
    service = make.service()
    own = make.policy(service=service)
    assert escalations(make.ticket(service=service)).get().policy == own


@pytest.mark.parametrize(("severity", "count"), [(1, 1), (2, 1), (3, 0), (4, 0)])
def test_without_a_service_only_a_severe_fault_has_the_default_policy(severity, count):
    make.policy(is_default=True)
    assert escalations(make.ticket(severity=severity)).count() == count


def test_a_fault_too_small_for_every_step_starts_nothing():
    service = make.service()
    make.policy(make.step(make.ana(), severity=2), service=service)
    assert not escalations(make.ticket(service=service, severity=3)).exists()


def test_the_policy_is_copied_so_that_an_edit_does_not_bend_a_running_search():
    running = make.escalation(make.step(make.ana()))
    before = running.plan
    life.change_policy(running.policy, by=CLOCK, name="Other", repeat=3, steps=[make.step(make.bo(), wait=1)])
    assert Escalation.objects.get(pk=running.pk).plan == before


def test_starting_twice_starts_once():
    running = make.escalation()
    assert life.start(running.ticket, by=CLOCK) == running


def test_another_policy_takes_over_while_nobody_has_been_paged():
    running = make.escalation()
    other = make.policy(make.step(make.bo()))
    fresh = life.start(running.ticket, by=CLOCK, policy=other)
    assert fresh.policy == other
    assert Escalation.objects.get(pk=running.pk).state == "stopped"


def test_another_policy_comes_too_late_once_somebody_has_been_paged():
    page = make.page()
    other = make.policy(make.step(make.bo()))
    assert life.start(page.escalation.ticket, by=CLOCK, policy=other) == page.escalation


def test_a_ticket_that_is_over_starts_nothing():
    service = make.service()
    ticket = make.ticket("resolved", service=service)
    make.policy(service=service)
    assert life.start(ticket, by=CLOCK) is None
