"""Triage."""

from testing import make
from testing.harness import told
from watchkeep.work.incidents import life


def test_it_may_judge_and_assign_in_one_go():
    ana, network = make.actor(make.ana()), make.team("Network")
    incident = make.incident()
    life.triage(incident, by=ana, impact=1, urgency=1, team=network)
    assert (incident.ticket.priority, incident.ticket.team) == (1, network)
    assert told("ticket", incident.pk, "incident", "ticket")[1:] == [
        "incident.triaged",
        "incident.reprioritised",
        "ticket.assigned",
    ]


def test_it_may_say_nothing_but_that_it_was_seen():
    incident = make.incident()
    life.triage(incident, by=make.actor(make.ana()))
    assert told("ticket", incident.pk, "incident", "ticket")[1:] == ["incident.triaged"]
