"""Watching and linking."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Link, Ticket


def test_one_watches_once():
    ticket, ana = make.ticket(), make.ana()
    life.watch(ticket, by=make.actor(ana), person=ana)
    life.watch(ticket, by=make.actor(ana), person=ana)
    assert list(queries.watchers([ticket])) == [ana]
    assert told("ticket", ticket.pk, "incident", "ticket")[1:] == ["ticket.watched"]
    life.unwatch(ticket, by=make.actor(ana), person=ana)
    life.unwatch(ticket, by=make.actor(ana), person=ana)
    assert told("ticket", ticket.pk, "incident", "ticket")[1:] == ["ticket.watched", "ticket.unwatched"]


def test_an_employee_watches_for_herself_and_lets_colleagues_follow_what_she_asked_for():
    eve = make.employee()
    ticket = make.ticket(requester=eve)
    for person in (eve, make.ana()):
        life.watch(ticket, by=make.actor(eve), person=person)
    with pytest.raises(NotAllowed):
        life.watch(ticket, by=make.actor(eve), person=make.stranger())
    with pytest.raises(NotAllowed):
        life.watch(make.ticket(requester=make.ana()), by=make.actor(eve), person=make.bo())


def test_who_watches_sees():
    ticket, eve = make.ticket(), make.employee()
    assert not Ticket.objects.visible_to(make.actor(eve)).exists()
    life.watch(ticket, by=CLOCK, person=eve)
    assert Ticket.objects.visible_to(make.actor(eve)).get() == ticket


def test_a_link_reads_from_both_sides():
    one, two = make.ticket(), make.ticket()
    life.link(one, by=CLOCK, other=two, relation="caused")
    tie = Link.objects.get()
    assert (tie.relation_from(one), tie.relation_from(two)) == ("was caused by", "caused")
    life.unlink(two, by=CLOCK, link=tie)
    assert not Link.objects.exists()
    assert told("ticket", two.pk, "incident", "ticket")[-1] == "ticket.unlinked"


@pytest.mark.parametrize("relation", ["loves", ""])
def test_there_are_only_so_many_relations(relation):
    with pytest.raises(Refused):
        life.link(make.ticket(), by=CLOCK, other=make.ticket(), relation=relation)


def test_nothing_is_linked_to_itself():
    ticket = make.ticket()
    with pytest.raises(Refused):
        life.link(ticket, by=CLOCK, other=ticket)


def test_the_timeline_costs_the_same_however_long_it_is():
    ticket, ana = make.ticket(), make.actor(make.ana())
    make.comment(ticket)
    with CaptureQueriesContext(connection) as short:
        queries.timeline([ticket], ana)
    for number in range(20):
        make.comment(ticket, f"Reply {number}", by=ana)
        make.comment(ticket, f"Note {number}", by=make.actor(make.bo()), is_public=False)
    with CaptureQueriesContext(connection) as long:
        assert len([entry for entry in queries.timeline([ticket], ana) if entry.comment]) == 41
    assert len(long) <= len(short) + 1
