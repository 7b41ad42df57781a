"""Acknowledging."""

from testing import make
from testing.harness import last_told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life
from watchkeep.work.tickets import life as tickets


def test_what_was_nobodys_becomes_theirs():
    ana = make.ana()
    incident = make.incident()
    life.acknowledge(incident, by=make.actor(ana))
    assert incident.ticket.assignee == ana
    fact = last_told("ticket", incident.pk, "incident", "ticket")
    assert fact.data == {"person": ana.pk, "took": True}


def test_what_was_somebodys_stays_theirs():
    ana, bo = make.ana(), make.bo()
    incident = make.incident()
    tickets.assign(incident.ticket, by=CLOCK, person=bo)
    life.acknowledge(incident, by=make.actor(ana))
    assert incident.ticket.assignee == bo
    assert last_told("ticket", incident.pk, "incident", "ticket").data["took"] is False


def test_the_first_answer_is_the_one_that_counts():
    incident = make.incident()
    life.acknowledge(incident, by=CLOCK)
    first = incident.acknowledged_at
    life.restore(incident, by=CLOCK)
    with clock.travel(hours=1):
        life.reopen(incident, by=CLOCK)
        life.acknowledge(incident, by=make.actor(make.ana()))
    assert incident.acknowledged_at == first


def test_the_clock_takes_nothing_on():
    incident = make.incident()
    life.acknowledge(incident, by=CLOCK)
    assert incident.ticket.assignee is None
