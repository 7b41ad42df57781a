"""The look at the weeks ahead: what it keeps, what it tells, when it comes again, and what it holds back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from testing import make
from testing.harness import last_told, run_later, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall import jobs, life
from watchkeep.duty.oncall.models import Override, PageCheck, PageFinding, Schedule
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed

MONDAY = date(2026, 1, 5)
WEDNESDAY = datetime(2026, 1, 14, 10, tzinfo=UTC)


def look():
    return life.look_ahead(by=CLOCK)


def holes_of(service):
    return PageFinding.objects.filter(service=service, kind="hole")


def test_the_first_look_comes_by_itself_and_the_next_after_a_day():
    jobs.look_ahead()
    jobs.look_ahead()
    assert PageCheck.objects.count() == 1
    with clock.travel(hours=25):
        jobs.look_ahead()
    assert PageCheck.objects.count() == 2


def test_a_change_brings_the_next_look_forward():
    make.team("Operations")
    look()
    make.policy(make.step(make.ana()), service=make.service())
    run_later()
    with clock.travel(minutes=2):
        jobs.look_ahead()
    assert PageCheck.objects.count() == 2


def test_a_hole_is_told_once_and_told_again_when_it_is_gone():
    service = make.service()
    look()
    look()
    assert told("service", service.pk, "oncall") == ["oncall.hole_found"]
    assert last_told("service", service.pk, "oncall").data["why"] == ["no_policy"]
    make.policy(service=service)
    look()
    assert told("service", service.pk, "oncall")[-1] == "oncall.hole_gone"
    assert not holes_of(service).exists()


def test_the_same_gap_of_another_week_is_no_news():
    service, rota = make.service(), make.schedule()
    weekend = {"days": [5, 6], "starts": "00:00", "ends": "00:00"}
    office = {"days": [0, 1, 2, 3, 4], "starts": "00:00", "ends": "00:00"}
    rhythm = life.Rhythm(MONDAY)
    life.add_layer(rota, by=CLOCK, name="Week", people=[make.ana()], rhythm=rhythm, windows=[office])
    make.policy(make.step(rota), service=service)
    with clock.frozen(WEDNESDAY):
        look()
    assert holes_of(service).count() == 4
    with clock.frozen(WEDNESDAY + timedelta(days=7)):
        look()
    assert told("service", service.pk, "oncall").count("oncall.hole_found") == 1
    life.add_layer(rota, by=CLOCK, name="Weekend", people=[make.bo()], rhythm=rhythm, windows=[weekend])
    with clock.frozen(WEDNESDAY + timedelta(days=7)):
        look()
    assert told("service", service.pk, "oncall")[-1] == "oncall.hole_gone"


def test_leads_are_written_to_about_new_holes_but_not_at_the_first_look():
    make.team("Operations", members=(make.ana(),))
    make.service()
    look()
    assert not Delivery.objects.exists()
    make.service("Web shop")
    look()
    delivery = Delivery.objects.get(person=make.ana())
    assert (delivery.urgency, "Web shop" in delivery.body) == ("low", True)


def test_only_the_newest_look_keeps_its_findings():
    make.service()
    look()
    newest = look()
    assert set(PageFinding.objects.values_list("check_run", flat=True)) == {newest.pk}


def test_looking_takes_the_permission_to_plan():
    with pytest.raises(NotAllowed):
        life.look_ahead(by=make.actor(make.ana()))


def test_a_change_that_opens_a_hole_is_held_back_until_somebody_agrees_to_that_very_hole():
    service, rota = make.service("Web shop"), make.schedule(make.ana())
    make.policy(make.step(rota), service=service)
    remove = lambda: life.remove_layer(rota.layers.get(), by=CLOCK)  # noqa: E731
    with pytest.raises(life.Foreseen) as held:
        life.carefully(remove)
    (opened,) = held.value.foresight.opened
    assert (opened.services, opened.severities, held.value.code) == (("Web shop",), (1, 2, 3, 4), "opens_hole")
    assert rota.layers.count() == 1
    with pytest.raises(life.Foreseen):
        life.carefully(remove, agreed="something else")
    life.carefully(remove, agreed=held.value.foresight.mark)
    assert rota.layers.count() == 0


def test_a_change_that_closes_a_hole_is_made_and_says_so():
    service, rota = make.service(), make.schedule()
    make.policy(make.step(rota), service=service)
    now = clock.now()
    foresight = life.carefully(lambda: make.override(rota, make.bo(), starts_at=now, hours=5))
    assert [(change.ends_at, change.reasons[0].why) for change in foresight.closed] == [
        (now + timedelta(hours=5), "nobody_on_duty")
    ]
    assert foresight.singles == []
    assert Override.objects.count() == 1


def test_a_mere_look_changes_nothing():
    with pytest.raises(life.Foreseen) as seen:
        life.carefully(lambda: make.schedule(name="Shop"), only_look=True)
    assert (seen.value.code, seen.value.foresight.is_calm, Schedule.objects.count()) == ("looked", True, 0)


def test_a_hole_that_was_there_before_asks_nobody():
    make.service()
    life.carefully(lambda: make.schedule(name="Shop"))
    assert Schedule.objects.count() == 1
