"""Replies and notes."""

import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Comment, Ticket


def test_everybody_on_the_ticket_reads_a_reply():
    ticket = make.ticket()
    comment = life.reply(ticket, by=make.actor(make.ana()), body="  We are on it. ")
    assert (comment.body, comment.is_public, comment.author) == ("We are on it.", True, make.ana())
    assert Comment.objects.filter(ticket=ticket).visible_to(make.actor(make.employee())).get() == comment


def test_a_note_is_for_us_alone():
    ticket = make.ticket()
    life.note(ticket, by=make.actor(make.ana()), body="The customer is right.")
    assert not Comment.objects.filter(ticket=ticket).visible_to(make.actor(make.employee())).exists()
    assert Comment.objects.filter(ticket=ticket).visible_to(make.actor(make.auditor())).exists()


def test_the_fact_holds_no_text():
    ticket = make.ticket()
    comment = life.reply(ticket, by=make.actor(make.ana()), body="Secret sauce")
    fact = last_told("ticket", ticket.pk, "incident", "ticket")
    assert fact.data == {"comment": comment.pk, "from_desk": True}


def test_a_requester_may_reply_but_not_write_notes():
    ticket, eve = make.ticket(requester=make.employee()), make.actor(make.employee())
    life.reply(ticket, by=eve, body="Any news?")
    assert last_told("ticket", ticket.pk, "incident", "ticket").data["from_desk"] is False
    with pytest.raises(NotAllowed):
        life.note(ticket, by=eve, body="Hm")


def test_an_auditor_writes_nothing():
    with pytest.raises(NotAllowed):
        life.reply(make.ticket(), by=make.actor(make.auditor()), body="I saw that.")


@pytest.mark.parametrize("body", ["", "  \n ", "\x00", "x" * 50_001])
def test_a_reply_says_something_and_not_too_much(body):
    ticket = make.ticket()
    with pytest.raises(Refused) as refused:
        life.reply(ticket, by=make.actor(make.ana()), body=body)
    assert refused.value.field == "body"
    assert told("ticket", ticket.pk, "incident", "ticket") == ["incident.opened"]


def test_a_machine_is_named():
    comment = make.comment(make.ticket())
    assert (comment.author, comment.author_name) == (None, "Watchkeep")


def test_talk_stirs_the_ticket():
    ticket = make.ticket()
    before = ticket.updated_at
    make.comment(ticket)
    assert Ticket.objects.get(pk=ticket.pk).updated_at > before
