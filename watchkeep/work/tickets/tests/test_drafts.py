"""What is being written survives, is one's own, and is gone once it is sent."""

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Draft


def test_it_is_kept_and_written_over_and_seen_by_nobody_else():
    ticket, ana = make.ticket(), make.actor(make.ana())
    life.keep_draft(ticket, by=ana, body="Hel")
    life.keep_draft(ticket, by=ana, body="Hello", way="reply")
    kept = queries.draft_of(ticket, ana)
    assert (kept.body, kept.way) == ("Hello", "reply")
    assert queries.draft_of(ticket, make.actor(make.bo())) is None
    assert queries.draft_of(ticket, CLOCK) is None


def test_sending_and_emptying_forget_it():
    ticket, ana = make.ticket(), make.actor(make.ana())
    for forget in (
        lambda: life.note(ticket, by=ana, body="x"),
        lambda: life.reply(ticket, by=ana, body="x"),
        lambda: life.keep_draft(ticket, by=ana, body="  "),
        lambda: life.drop_draft(ticket, by=ana),
    ):
        life.keep_draft(ticket, by=ana, body="Hello")
        forget()
        assert not Draft.objects.exists()


def test_what_a_program_or_somebody_else_writes_leaves_it_alone():
    ticket, ana = make.ticket(), make.actor(make.ana())
    life.keep_draft(ticket, by=ana, body="Hello")
    key = type(ana)(key="token:7", name="Key", permissions=ana.permissions, person=ana.person)
    life.note(ticket, by=key, body="From a program")
    life.note(ticket, by=make.actor(make.bo()), body="From Bo")
    assert Draft.objects.exists()


def test_it_is_for_people_who_may_write_there():
    with pytest.raises(NotAllowed):
        life.keep_draft(make.ticket(), by=CLOCK, body="x")
    with pytest.raises(NotAllowed):
        life.keep_draft(make.ticket(), by=make.actor(make.stranger()), body="x")
    with pytest.raises(Refused):
        life.keep_draft(make.ticket(), by=make.actor(make.ana()), body="x", way="poem")


def test_old_ones_are_forgotten():
    life.keep_draft(make.ticket(), by=make.actor(make.ana()), body="x")
    assert life.forget_old_drafts() == 0
    with clock.travel(days=31):
        assert life.forget_old_drafts() == 1
