"""Assigning."""

import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Ticket


def test_it_goes_to_a_team_and_a_person():
    ana, team = make.ana(), make.team("Operations")
    ticket = make.ticket()
    life.assign(ticket, by=CLOCK, team=team, person=ana)
    assert (ticket.team, ticket.assignee) == (team, ana)
    data = last_told("ticket", ticket.pk, "incident", "ticket").data
    assert data == {"team": team.pk, "person": ana.pk, "was_team": None, "was_person": None}


def test_what_is_not_given_stays_and_none_is_nobody():
    ana, team = make.ana(), make.team("Operations")
    ticket = make.ticket()
    life.assign(ticket, by=CLOCK, team=team)
    life.assign(ticket, by=CLOCK, person=ana)
    assert (ticket.team, ticket.assignee) == (team, ana)
    life.assign(ticket, by=CLOCK, person=None)
    assert (ticket.team, ticket.assignee) == (team, None)


def test_a_person_who_is_not_in_the_new_team_loses_it():
    ana, network = make.ana(), make.team("Network")
    ticket = make.ticket()
    life.assign(ticket, by=CLOCK, team=make.team("Operations"), person=ana)
    life.assign(ticket, by=CLOCK, team=network)
    assert (ticket.team, ticket.assignee) == (network, None)


def test_the_same_again_tells_nothing():
    ana, ticket = make.ana(), make.ticket()
    life.assign(ticket, by=CLOCK, person=ana)
    life.assign(ticket, by=CLOCK, person=ana)
    assert told("ticket", ticket.pk, "incident", "ticket").count("ticket.assigned") == 1


def test_nobody_who_has_left_gets_work():
    with pytest.raises(Refused) as refused:
        life.assign(make.ticket(), by=CLOCK, person=make.person("Gone", is_active=False))
    assert refused.value.field == "person"


def test_of_two_who_assign_at_once_the_second_is_told():
    ana, bo, ticket = make.ana(), make.bo(), make.ticket()
    twin, version = Ticket.objects.get(pk=ticket.pk), ticket.version
    life.assign(ticket, by=CLOCK, person=ana, version=version)
    with pytest.raises(Stale) as stale:
        life.assign(twin, by=CLOCK, person=bo, version=version)
    assert stale.value.current == {"assignee": ana.pk}


def test_it_takes_the_permission():
    with pytest.raises(NotAllowed):
        life.assign(make.ticket(), by=make.actor(make.employee()), person=make.ana())
