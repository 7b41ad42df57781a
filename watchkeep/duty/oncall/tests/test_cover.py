"""Asking others to take a shift, or to swap."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import last_told, race, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall import jobs, life, queries
from watchkeep.duty.oncall.models import Cover, CoverRefusal, Override
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

HOUR = timedelta(hours=1)


def rota_of(*people):
    """Shifts of two days."""
    return make.schedule(*people, zone="UTC", every=2, unit="days")


def shift_of(rota, person, place=0):
    """One of the shifts that this person has ahead, whole."""
    now = clock.now()
    ahead = queries.upcoming(rota, now, now + timedelta(days=40))[1:-1]
    mine = [shift for shift in ahead if shift.person == person]
    return mine[place].starts_at, mine[place].ends_at


def ask(rota, person, *, asked=None, back=None, by=None, when=None):
    starts_at, ends_at = when or shift_of(rota, person)
    return life.ask_cover(
        rota,
        by=make.actor(by or person),
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        asked=asked,
        back=back,
        reason="Dentist",
    )


def on_call(rota, at):
    return queries.on_call(rota, at)


def test_one_person_is_asked_and_takes_the_shift():
    rota = rota_of(make.ana(), make.bo())
    cover = ask(rota, make.ana(), asked=make.bo())
    mail = Delivery.objects.get(person=make.bo())
    assert (mail.urgency, f"/on-call/covers/{cover.pk}" in mail.link) == ("low", True)
    life.accept_cover(cover, by=make.actor(make.bo()))
    assert on_call(rota, cover.starts_at + HOUR) == make.bo()
    assert (cover.state, cover.taken_by) == ("accepted", make.bo())
    assert Override.objects.get().reason == "Dentist"
    kinds = told("schedule", rota.pk)
    assert [kind for kind in kinds if "cover" in kind] == ["oncall.cover_asked", "oncall.cover_accepted"]
    assert last_told("schedule", rota.pk).data["person"] == make.bo().pk
    assert Delivery.objects.filter(person=make.ana()).count() == 1


def test_a_swap_moves_both_shifts():
    rota = rota_of(make.ana(), make.bo())
    mine, theirs = shift_of(rota, make.ana()), shift_of(rota, make.bo(), 1)
    cover = ask(rota, make.ana(), asked=make.bo(), back=theirs, when=mine)
    life.accept_cover(cover, by=make.actor(make.bo()))
    assert on_call(rota, mine[0] + HOUR) == make.bo()
    assert on_call(rota, theirs[0] + HOUR) == make.ana()


def test_nobody_is_asked_about_a_century():
    rota = rota_of(make.ana())
    with pytest.raises(Refused, match="within a year"):
        ask(rota, make.ana(), when=(clock.now(), clock.now() + timedelta(days=30_000)))


def test_a_whole_rota_is_asked_and_the_first_to_say_yes_takes_it():
    cy = make.person("Cy")
    rota = rota_of(make.ana(), make.bo(), cy)
    cover = ask(rota, make.ana())
    assert set(Delivery.objects.values_list("person__name", flat=True)) == {"Bo", "Cy"}
    assert list(queries.covers_for(cy)) == [cover]
    life.accept_cover(cover, by=make.actor(cy))
    with pytest.raises(Refused) as late:
        life.accept_cover(Cover.objects.get(), by=make.actor(make.bo()))
    assert late.value.code == "wrong_state"
    assert list(queries.covers_for(make.bo())) == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_at_once_exactly_one_gets_it():
    others = [make.person() for _ in range(4)]
    rota = rota_of(make.ana(), *others)
    cover = ask(rota, make.ana())
    actors = [make.actor(person) for person in others]
    ends = race(*(lambda by=by: life.accept_cover(Cover.objects.get(pk=cover.pk), by=by) for by in actors))
    assert [type(end) for end in ends].count(type(None)) == 1
    assert {type(end) for end in ends if end} == {Refused}
    assert Override.objects.count() == 1
    assert told("schedule", rota.pk).count("oncall.cover_accepted") == 1


def test_a_rota_has_refused_when_everybody_has():
    rota = rota_of(make.ana(), make.bo(), make.person("Cy"))
    cover = ask(rota, make.ana())
    life.refuse_cover(cover, by=make.actor(make.bo()))
    assert Cover.objects.get().is_open
    assert list(queries.covers_for(make.bo())) == []
    life.refuse_cover(cover, by=cy())
    assert (Cover.objects.get().state, CoverRefusal.objects.count()) == ("refused", 2)
    assert last_told("schedule", rota.pk).data["is_last"] is True
    assert "Nobody can take" in Delivery.objects.get(person=make.ana()).subject


def cy():
    person = next(one for one in queries.candidates(Cover.objects.get()) if one.name == "Cy")
    return make.actor(person)


def test_whoever_was_not_asked_cannot_answer():
    cover = ask(rota_of(make.ana(), make.bo()), make.ana(), asked=make.bo())
    for verb in (life.accept_cover, life.refuse_cover):
        with pytest.raises(NotAllowed):
            verb(cover, by=make.actor(make.manager()))


def test_nobody_asks_for_others_without_the_permission_to_plan():
    rota = rota_of(make.ana(), make.bo())
    with pytest.raises(NotAllowed):
        ask(rota, make.ana(), by=make.bo())
    assert ask(rota, make.ana(), by=make.manager()).is_open


def test_a_request_is_withdrawn_by_whoever_asked():
    cover = ask(rota_of(make.ana(), make.bo()), make.ana())
    with pytest.raises(NotAllowed):
        life.withdraw_cover(cover, by=make.actor(make.bo()))
    life.withdraw_cover(cover, by=make.actor(make.ana()))
    with pytest.raises(Refused):
        life.accept_cover(cover, by=make.actor(make.bo()))


def test_unanswered_it_expires_when_the_shift_begins_and_the_person_is_told():
    rota = rota_of(make.ana(), make.bo())
    cover = ask(rota, make.ana())
    assert jobs.expire_covers() == 0
    with clock.frozen(cover.starts_at):
        with pytest.raises(Refused, match="too late"):
            life.accept_cover(cover, by=make.actor(make.bo()))
        assert jobs.expire_covers() == 1
    assert Cover.objects.get().state == "expired"
    assert "still on call" in Delivery.objects.get(person=make.ana()).subject


def test_a_shift_that_has_changed_hands_meanwhile_is_not_taken():
    rota = rota_of(make.ana(), make.bo())
    cover = ask(rota, make.ana())
    make.override(rota, make.bo(), starts_at=cover.starts_at + HOUR, hours=2)
    with pytest.raises(Refused) as refused:
        life.accept_cover(cover, by=make.actor(make.bo()))
    assert refused.value.code == "changed"
    assert Override.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"when": (clock.now() - 3 * HOUR, clock.now() - HOUR)}, "ends_at"),
        ({"asked": "ana"}, "asked"),
        ({"back": (clock.now() + HOUR, clock.now() + 2 * HOUR)}, "asked"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(more, field):
    rota = rota_of(make.ana(), make.bo())
    if "asked" in more:
        more = {"asked": make.ana()}
    with pytest.raises(Refused) as refused:
        ask(rota, make.ana(), **more)
    assert refused.value.field == field


def test_only_a_shift_that_one_has_can_be_given_away_and_only_once():
    rota = rota_of(make.ana(), make.bo())
    with pytest.raises(Refused, match="not on call all of that time"):
        ask(rota, make.ana(), when=shift_of(rota, make.bo()))
    ask(rota, make.ana())
    with pytest.raises(Refused, match="already been asked"):
        ask(rota, make.ana())
