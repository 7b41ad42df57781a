"""Macros: words with placeholders, changes and a verb, applied whole or not at all."""

import pytest

from testing import make
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.desk import life
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets.models import Comment


def seen_by(person):
    return {one.name for one in Macro.objects.visible_to(make.actor(person))}


def test_it_replies_changes_and_takes_a_verb_in_one_go():
    ticket, ana = make.ticket(requester=make.employee()), make.ana()
    macro = make.macro(
        order=Order(
            way="reply", body="Hello {{requester.first_name}}", to_me=True, add_tags=("asked",), verb="acknowledge"
        )
    )
    life.apply_macro(macro, ticket, by=make.actor(ana))
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.tags, ticket.state) == (ana, ["asked"], "in_progress")
    assert Comment.objects.get().body == f"Hello {make.employee().name.partition(' ')[0]}"


def test_what_is_refused_undoes_the_rest():
    ticket = make.ticket("closed", requester=make.employee())
    macro = make.macro(order=Order(way="note", body="Looking", add_tags=("x",), verb="acknowledge"))
    with pytest.raises(Refused):
        life.apply_macro(macro, ticket, by=make.actor(make.ana()))
    ticket.refresh_from_db()
    assert ticket.tags == []
    assert not Comment.objects.exists()


def test_a_missing_value_is_said_aloud_and_can_be_written_by_hand():
    ticket, actor = make.ticket(), make.actor(make.ana())
    with pytest.raises(Refused) as no:
        life.apply_macro(make.macro(), ticket, by=actor)
    assert "requester.first_name" in no.value.message
    assert life.plan(ticket, Macro.objects.get().does, by=actor).refusal
    life.apply_macro(Macro.objects.get(), ticket, by=actor, body="Hello all")
    assert Comment.objects.get().body == "Hello all"


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("body", {"order": Order(way="reply", body="Dear {{ requester.shoe_size }}")}),
        ("body", {"order": Order()}),
        ("way", {"order": Order(body="To whom?")}),
        ("verb", {"order": Order(verb="dance")}),
        ("tags", {"order": Order(add_tags=("no tag",))}),
        ("name", {"name": " "}),
        ("name", {"name": "x" * 61}),
        ("kinds", {"kinds": ["nonsense"]}),
    ],
)
def test_what_could_never_be_carried_out_is_not_saved(field, more):
    with pytest.raises(Refused) as no:
        make.macro(**more)
    assert no.value.field == field


def test_own_ones_are_private_a_teams_are_its_members_and_shared_ones_everybodys():
    ana, bo, manager = make.ana(), make.bo(), make.manager()
    team = make.team("Network", members=(ana,))
    make.macro("Mine", by=ana)
    make.macro("Ours", by=ana, team=team)
    make.macro("All", by=manager, is_shared=True)
    assert seen_by(ana) == {"Mine", "Ours", "All"}
    assert seen_by(bo) == {"All"}


def test_names_are_used_once_in_each_place():
    make.macro("One")
    make.macro("One", by=make.bo())
    with pytest.raises(Refused) as no:
        make.macro("One")
    assert no.value.field == "name"


def test_who_may_not_does_not():
    with pytest.raises(NotAllowed):
        make.macro(by=make.stranger())
    hers = make.macro(by=make.ana())
    actor = make.actor(make.bo())
    narrow = type(actor)(
        key=str(actor), name="Bo", person=actor.person, permissions=actor.permissions - {"ticket.share_macro"}
    )
    with pytest.raises(NotAllowed):
        life.drop_macro(hers, by=narrow)
    life.drop_macro(hers, by=make.actor(make.ana()))
    assert not Macro.objects.exists()


def test_one_for_other_kinds_is_refused():
    macro = make.macro(kinds=["problem"])
    with pytest.raises(Refused):
        life.apply_macro(macro, make.ticket(), by=make.actor(make.ana()))
    assert not Macro.objects.fitting(make.ticket()).exists()
    assert Macro.objects.fitting(make.problem().ticket).exists()
