"""A note speaks to people by name, and they may read it."""

import pytest

from testing import make
from watchkeep.kernel import facts
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life, rules


def mentioned(ticket):
    return [row.data["people"] for row in facts.told("ticket", ticket.pk, kind="ticket.mentioned")]


def test_whoever_is_named_is_told_once():
    ticket, bo = make.ticket(), make.bo()
    name = bo.email.partition("@")[0]
    life.note(ticket, by=make.actor(make.ana()), body=f"@{name} and @{bo.email}: please look, @{name}.")
    assert mentioned(ticket) == [[bo.pk]]


@pytest.mark.parametrize(
    "text", ["write to bo@nordwind.example", "`@bo`", "```\n@bo\n```", "@nobody-here", "a/@bo", "@"]
)
def test_what_names_nobody_tells_nobody(text):
    make.bo()
    ticket = make.ticket()
    life.note(ticket, by=make.actor(make.ana()), body=text)
    assert mentioned(ticket) == []


def test_somebody_who_may_not_read_notes_is_refused():
    asker = make.employee()
    with pytest.raises(Refused) as no:
        life.note(make.ticket(), by=make.actor(make.ana()), body=f"@{asker.email} look")
    assert no.value.field == "body"


def test_a_name_of_several_people_must_be_written_out():
    one = make.bo()
    two = make.person(email=f"{one.email.partition('@')[0]}@elsewhere.example", name="Another Bo")
    with pytest.raises(Refused) as no:
        life.note(make.ticket(), by=make.actor(make.ana()), body=f"@{one.email.partition('@')[0]} look")
    assert two.email in no.value.message


def test_a_reply_mentions_nobody():
    ticket, bo = make.ticket(), make.bo()
    life.reply(ticket, by=make.actor(make.ana()), body=f"@{bo.email} will call you")
    assert mentioned(ticket) == []


def test_handles_are_read_in_their_order_each_once():
    assert rules.handles("@Ana, @bo.larsen! (@ana) x@y.z @a@b.example.") == ["ana", "bo.larsen", "a@b.example"]
