"""Judging impact and urgency anew."""

import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident


def test_priority_and_severity_follow():
    incident = make.incident(impact=3, urgency=3)
    life.reprioritise(incident, by=CLOCK, impact=1, urgency=1, reason="It is all customers")
    assert (incident.ticket.priority, incident.ticket.severity) == (1, 1)
    data = last_told("ticket", incident.pk, "incident", "ticket").data
    assert (data["was_priority"], data["priority"], data["reason"]) == (5, 1, "It is all customers")


def test_a_declared_severity_does_not_follow():
    incident = make.incident(impact=3, urgency=3)
    life.set_severity(incident, by=CLOCK, severity=2)
    life.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
    assert (incident.ticket.priority, incident.ticket.severity) == (1, 2)


def test_what_is_not_given_stays():
    incident = make.incident(impact=2, urgency=3)
    life.reprioritise(incident, by=CLOCK, urgency=1)
    assert (incident.impact, incident.urgency) == (2, 1)


def test_the_same_again_tells_nothing():
    incident = make.incident(impact=2, urgency=2)
    life.reprioritise(incident, by=CLOCK, impact=2, urgency=2)
    assert told("ticket", incident.pk, "incident", "ticket") == ["incident.opened"]


@pytest.mark.parametrize("wrong", [{"impact": 4}, {"urgency": 9}])
def test_beyond_the_matrix_there_is_nothing(wrong):
    with pytest.raises(Refused):
        life.reprioritise(make.incident(), by=CLOCK, **wrong)


def test_of_two_who_judged_the_same_the_second_is_told():
    incident = make.incident(impact=2, urgency=2)
    twin = Incident.objects.get(pk=incident.pk)
    version = incident.ticket.version
    life.reprioritise(incident, by=CLOCK, impact=1, version=version)
    with pytest.raises(Stale) as stale:
        life.reprioritise(twin, by=CLOCK, impact=3, version=version)
    assert stale.value.current["impact"] == 1
    assert Incident.objects.get(pk=incident.pk).impact == 1


def test_it_takes_the_permission():
    with pytest.raises(NotAllowed):
        life.reprioritise(make.incident(), by=make.actor(make.employee()), impact=1)
