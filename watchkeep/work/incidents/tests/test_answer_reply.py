"""What a requester's reply does to an incident that has ended."""

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident, State
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Link


def reply(incident, by, body="It is still broken"):
    return tickets.reply(incident.ticket, by=make.actor(by), body=body)


@pytest.fixture
def eves():
    """Build an incident that Eve asked for."""
    return lambda state: make.incident(state, requester=make.employee(), service=make.service(tier=3))


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED, State.CANCELLED])
def test_within_the_grace_period_it_reopens_it(eves, state):
    incident = eves(state)
    reply(incident, make.employee())
    assert Incident.objects.get(pk=incident.pk).state == State.NEW


def test_after_the_grace_period_it_opens_one_that_follows(eves):
    incident = eves(State.CLOSED)
    with clock.travel(days=8):
        reply(incident, make.employee())
    link = Link.objects.get(target=incident.pk)
    new = Incident.objects.get(pk=link.source_id)
    assert link.relation == "follows"
    assert new.ticket.requester == make.employee()
    assert new.ticket.service == incident.ticket.service
    assert Incident.objects.get(pk=incident.pk).state == State.CLOSED


def test_a_second_reply_does_not_open_a_second_one(eves):
    incident = eves(State.CLOSED)
    with clock.travel(days=8):
        reply(incident, make.employee())
        reply(incident, make.employee(), "Hello?")
    assert Link.objects.filter(target=incident.pk).count() == 1


def test_our_own_reply_reopens_nothing(eves):
    incident = eves(State.RESOLVED)
    reply(incident, make.ana(), "All well again.")
    assert Incident.objects.get(pk=incident.pk).state == State.RESOLVED


def test_a_reply_on_a_running_incident_is_just_a_reply(eves):
    incident = eves(State.IN_PROGRESS)
    reply(incident, make.employee())
    assert Incident.objects.get(pk=incident.pk).state == State.IN_PROGRESS


def test_a_reply_on_a_merged_incident_is_just_a_reply(eves):
    incident = eves(State.NEW)
    life.merge(incident, by=make.actor(make.ana()), into=make.incident())
    with clock.travel(days=8):
        reply(incident, make.employee())
    assert not Link.objects.filter(target=incident.pk).exists()
