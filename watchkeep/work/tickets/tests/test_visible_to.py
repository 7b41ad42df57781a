"""Who sees which tickets, and what of them."""

import pytest

from testing import make
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Ticket


def visible(somebody):
    return set(Ticket.objects.visible_to(make.actor(somebody)))


def test_agents_managers_and_auditors_see_all():
    tickets = {make.ticket(), make.ticket(requester=make.stranger())}
    for somebody in (make.ana(), make.manager(), make.auditor(), make.admin()):
        assert visible(somebody) == tickets


def test_an_employee_sees_what_she_asked_for_and_what_she_watches():
    eve, other = make.employee(), make.person("Egon", roles=("employee",))
    hers, watched = make.ticket(requester=eve), make.ticket(requester=other)
    make.ticket()
    life.watch(watched, by=CLOCK, person=eve)
    assert visible(eve) == {hers, watched}
    assert visible(other) == {watched}


@pytest.mark.parametrize("shares", [True, False])
def test_a_customer_sees_what_the_organisation_asked_for_when_it_shares(shares):
    stranger = make.stranger()
    colleague = make.person("Colleague", roles=("customer",), organisation=stranger.organisation)
    theirs, own = make.ticket(requester=colleague), make.ticket(requester=stranger)
    make.ticket(requester=make.employee())
    people.edit_organisation(stranger.organisation, by=CLOCK, shares_tickets=shares)
    assert visible(stranger) == {theirs, own} if shares else {own}
    assert set(Ticket.objects.readable_by(make.actor(stranger))) == visible(stranger)


def test_somebody_without_a_role_sees_nothing_of_others():
    make.ticket()
    assert visible(make.person("Nobody", roles=())) == set()
