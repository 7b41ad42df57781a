"""Handing over, answering, asking back, and the end of a thing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from testing import make
from testing.harness import sweep, told
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.custody import jobs, life, queries
from watchkeep.estate.custody.models import Destruction, Handover, Kind, State
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def laptop(**more):
    return make.item("nb-7", cls="laptop", serial="PF-7", **{"state": ItemState.IN_STOCK} | more)


def test_whoever_gets_a_thing_says_so_and_the_words_stay():
    item, eve, ana = laptop(), make.employee(), make.actor(make.ana())
    asked = life.hand_over(item, by=ana, person=eve)
    assert (item.state, item.user, queries.held_by(eve.pk)) == ("in_use", eve, [item])
    with pytest.raises(NotAllowed):
        life.accept(asked, by=ana)
    life.accept(asked, by=make.actor(eve))
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by, "PF-7" in asked.words) == (State.ACCEPTED, f"person:{eve.pk}", True)
    with pytest.raises(Refused):
        life.object_(asked, by=make.actor(eve), note="After all not")
    assert told("handover", asked.pk) == ["handover.asked", "handover.accepted"]


def test_whoever_objects_says_why():
    asked = life.hand_over(laptop(), by=CLOCK, person=make.employee())
    eve = make.actor(make.employee())
    with pytest.raises(Refused) as no:
        life.object_(asked, by=eve, note=" ")
    assert no.value.field == "note"
    life.object_(asked, by=eve, note="The screen is broken")
    assert (asked.state, asked.note) == (State.OBJECTED, "The screen is broken")


def test_who_does_not_answer_is_reminded_three_times():
    asked = life.hand_over(laptop(), by=CLOCK, person=make.employee())
    for days, reminders in ((1, 0), (4, 1), (8, 2), (12, 3), (40, 3)):
        with clock.travel(days=days):
            sweep(jobs.remind_due)
        asked.refresh_from_db()
        assert asked.reminders == reminders


def test_what_is_asked_back_is_answered_by_its_return():
    item, eve = laptop(), make.employee()
    life.hand_over(item, by=CLOCK, person=eve)
    asked = life.ask_for_return(item, by=make.actor(make.ana()))
    assert sorted(Handover.objects.values_list("kind", "state")) == [("receipt", "withdrawn"), ("return", "waiting")]
    with pytest.raises(Refused):
        life.accept(asked, by=make.actor(eve))
    life.take_back(item, by=make.actor(make.ana()))
    asked.refresh_from_db()
    assert (asked.state, item.state) == (State.RETURNED, ItemState.IN_STOCK)


def test_of_somebody_who_has_left_the_manager_is_asked_if_there_is_one():
    boss = make.manager()
    gone, lone = make.person("Gone", manager=boss), make.person("Lone")
    item = laptop(state=ItemState.IN_USE, user=gone)
    for one in (gone, lone):
        one.is_active = False
        one.save()
    assert life.ask_for_return(item, by=CLOCK).asked_of == boss
    item.user = lone
    item.save()
    with pytest.raises(Refused, match="no manager is known"):
        life.ask_for_return(item, by=CLOCK)


def test_a_second_holder_takes_the_place_of_the_first():
    item = laptop()
    first = life.hand_over(item, by=CLOCK, person=make.employee())
    life.hand_over(item, by=CLOCK, person=make.ana())
    first.refresh_from_db()
    assert (first.state, item.user, Handover.objects.waiting().get().kind) == (
        State.WITHDRAWN, make.ana(), Kind.RECEIPT,
    )  # fmt: skip


def test_what_was_destroyed_keeps_its_certificate_with_its_digest():
    item, today = laptop(), clock.now().date()
    said = {"method": "Shredded", "who": "Scrap & Co", "done_on": today}
    with pytest.raises(Refused) as no:
        life.destroy(item, by=CLOCK, **said)
    assert no.value.field == "certificate"
    with pytest.raises(Refused):
        life.destroy(item, by=CLOCK, **said | {"done_on": today + timedelta(days=1)}, certificate="C-1")
    with pytest.raises(NotAllowed):
        life.destroy(item, by=make.actor(make.ana()), **said, certificate="C-1")
    paper = ContentFile(b"%PDF-1.7 gone", name="c.pdf")
    made = life.destroy(item, by=make.actor(make.manager()), **said, certificate="C-1", file=paper, name="c.pdf")
    assert (item.state, len(made.sha256), "Scrap & Co" in item.disposal) == (ItemState.DISPOSED, 64, True)
    assert Destruction.objects.get().file.read() == b"%PDF-1.7 gone"


def test_a_stranger_sees_nothing_of_it():
    life.hand_over(laptop(), by=CLOCK, person=make.employee())
    assert not Handover.objects.visible_to(make.actor(make.stranger())).exists()
    assert Handover.objects.visible_to(make.actor(make.employee())).count() == 1
