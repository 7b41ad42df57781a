"""Entries of a timeline that tell the story are pinned, in the room and for whoever writes the review."""

import pytest

from testing import make
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Pin


def entry_of(ticket):
    """The first thing that was told of it."""
    return told("ticket", ticket.pk).earliest("id").pk


def pinned(ticket):
    by = make.actor(make.ana())
    return [entry.fact.pk for entry in queries.timeline([ticket], by) if entry.is_pinned]


def test_an_entry_is_pinned_once_and_the_pin_is_taken_away():
    ticket = make.incident().ticket
    entry, ana = entry_of(ticket), make.actor(make.ana())
    life.pin(ticket, by=ana, entry=entry)
    life.pin(ticket, by=ana, entry=entry)
    assert pinned(ticket) == [entry]
    assert told("ticket", ticket.pk, kind="ticket.entry_pinned").count() == 1
    life.unpin(ticket, by=ana, entry=entry)
    life.unpin(ticket, by=ana, entry=entry)
    assert pinned(ticket) == []
    assert told("ticket", ticket.pk, kind="ticket.entry_unpinned").count() == 1


def test_only_an_entry_of_its_own_story_can_be_pinned():
    ticket, other = make.incident().ticket, make.incident().ticket
    ana = make.actor(make.ana())
    life.pin(ticket, by=ana, entry=entry_of(ticket))
    of_pins = told("ticket", ticket.pk, kind="ticket.entry_pinned").get().pk
    for entry in (entry_of(other), of_pins, 0):
        with pytest.raises(Refused) as refused:
            life.pin(ticket, by=ana, entry=entry)
        assert refused.value.field == "entry"


def test_whoever_may_write_no_notes_pins_nothing():
    ticket = make.incident().ticket
    with pytest.raises(NotAllowed):
        life.pin(ticket, by=make.actor(make.stranger()), entry=entry_of(ticket))
    assert not Pin.objects.exists()
