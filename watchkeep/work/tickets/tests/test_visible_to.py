"""Who sees which tickets, and what of them."""

from testing import make
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


def test_a_customer_sees_what_the_organisation_asked_for():
    stranger = make.stranger()
    colleague = make.person("Colleague", roles=("customer",), organisation=stranger.organisation)
    theirs = make.ticket(requester=colleague)
    make.ticket(requester=make.employee())
    assert visible(stranger) == {theirs}


def test_somebody_without_a_role_sees_nothing_of_others():
    make.ticket()
    assert visible(make.person("Nobody", roles=())) == set()
