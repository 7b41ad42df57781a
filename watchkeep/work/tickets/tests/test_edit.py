"""Editing: of two who save at once nobody is overwritten in silence."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Ticket


def test_different_fields_merge():
    ticket = make.ticket()
    twin, version = Ticket.objects.get(pk=ticket.pk), ticket.version
    life.edit(ticket, by=CLOCK, version=version, title="The till is down")
    life.edit(twin, by=CLOCK, version=version, description="Since noon")
    fresh = Ticket.objects.get(pk=ticket.pk)
    assert (fresh.title, fresh.description, fresh.version) == ("The till is down", "Since noon", version + 2)


def test_the_same_field_is_refused_and_shows_what_stands_there():
    ticket = make.ticket()
    twin, version = Ticket.objects.get(pk=ticket.pk), ticket.version
    life.edit(ticket, by=CLOCK, version=version, title="Mine", description="Mine too")
    with pytest.raises(Stale) as stale:
        life.edit(twin, by=CLOCK, version=version, title="Yours", tags=["new"])
    assert stale.value.current == {"title": "Mine"}
    fresh = Ticket.objects.get(pk=ticket.pk)
    assert (fresh.title, fresh.tags) == ("Mine", [])


def test_whoever_saw_the_newest_version_overwrites_knowingly():
    ticket = make.ticket()
    life.edit(ticket, by=CLOCK, version=ticket.version, title="One")
    life.edit(ticket, by=CLOCK, version=ticket.version, title="Two")
    assert Ticket.objects.get(pk=ticket.pk).title == "Two"


def test_both_wrote_the_same_so_nobody_is_bothered():
    ticket = make.ticket()
    twin, version = Ticket.objects.get(pk=ticket.pk), ticket.version
    life.edit(ticket, by=CLOCK, version=version, title="Same")
    life.edit(twin, by=CLOCK, version=version, title="Same")
    assert told("ticket", ticket.pk, "incident", "ticket").count("ticket.edited") == 1


def test_a_step_in_between_collides_with_nothing():
    incident = make.incident()
    version = incident.ticket.version
    make.comment(incident.ticket)
    life.edit(incident.ticket, by=CLOCK, version=version, title="The till is down")
    assert incident.ticket.title == "The till is down"


def test_long_texts_are_named_in_the_fact_and_short_ones_repeated():
    ticket = make.ticket(title="Old")
    life.edit(ticket, by=CLOCK, title="New", description="A long story")
    data = last_told("ticket", ticket.pk, "incident", "ticket").data
    assert sorted(data["fields"]) == ["description", "title"]
    assert (data["was"], data["now"]) == ({"title": "Old"}, {"title": "New"})


def test_a_service_may_change_and_says_so():
    one, two = make.service("One"), make.service("Two")
    ticket = make.ticket(service=one)
    life.edit(ticket, by=CLOCK, service=two)
    data = last_told("ticket", ticket.pk, "incident", "ticket").data
    assert (data["was"], data["now"]) == ({"service": one.pk}, {"service": two.pk})


def test_a_state_is_no_field():
    with pytest.raises(Refused):
        life.edit(make.ticket(), by=CLOCK, state="closed")


def test_it_takes_the_permission():
    with pytest.raises(NotAllowed):
        life.edit(make.ticket(), by=make.actor(make.employee()), title="x")


def test_of_eight_who_edit_the_same_field_one_wins(transactional_db):
    ticket, barrier, ends = make.ticket(), Barrier(8), []

    def one(place):
        twin = Ticket.objects.get(pk=ticket.pk)
        barrier.wait()
        try:
            life.edit(twin, by=CLOCK, version=ticket.version, title=f"Number {place}")
            ends.append("won")
        except Stale:
            ends.append("told")
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["told"] * 7 + ["won"]
    assert told("ticket", ticket.pk, "incident", "ticket").count("ticket.edited") == 1
