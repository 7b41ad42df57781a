"""The on-call pages."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
from django.test import Client

from testing import make
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Feed, Layer, Override, Schedule
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

LAYER = {
    "name": "Nights",
    "every": 1,
    "unit": "days",
    "starts_on": "2026-01-05",
    "handover": "18:00",
    "days-0": ["0", "1"],
    "opens-0": "18:00",
    "closes-0": "08:00",
}


@pytest.fixture
def planner():
    client = Client()
    client.force_login(make.manager())
    return client


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_board_says_who_is_on_call_and_what_is_mine():
    make.schedule(make.ana(), name="Shop")
    shown = signed_in(make.ana()).get("/on-call").content.decode()
    assert "You are on call for Shop" in shown


def test_an_empty_board_says_what_to_do(planner):
    assert "Make one, put people into it" in planner.get("/on-call").content.decode()


def test_a_schedule_is_made_and_then_asks_for_a_layer(planner):
    answer = planner.post("/on-call/schedules/new", {"name": "Shop", "time_zone": "Europe/Berlin"})
    assert answer["Location"] == f"/on-call/schedules/{Schedule.objects.get().pk}/layers/new"


def test_a_name_that_is_taken_stands_on_the_form(planner):
    make.schedule(name="Shop")
    answer = planner.post("/on-call/schedules/new", {"name": "Shop", "time_zone": "UTC"})
    assert answer.status_code == 422
    assert "There is a schedule of this name" in answer.content.decode()


def test_a_layer_is_made_with_its_people_in_order_and_its_restriction(planner):
    rota = make.schedule()
    people = {"person-0": make.bo().pk, "person-1": "", "person-3": make.ana().pk}
    assert planner.post(f"/on-call/schedules/{rota.pk}/layers/new", LAYER | people).status_code == 302
    layer = Layer.objects.get()
    assert [turn.person.name for turn in layer.turns.all()] == ["Bo", "Ana"]
    assert layer.windows == [{"days": [0, 1], "starts": "18:00", "ends": "08:00"}]


def test_half_a_restriction_is_refused(planner):
    rota = make.schedule()
    answer = planner.post(f"/on-call/schedules/{rota.pk}/layers/new", LAYER | {"closes-0": ""})
    assert answer.status_code == 422
    assert "Give the days and both times" in answer.content.decode()


def test_a_layer_can_be_opened_and_saved_as_it_is(planner):
    rota = make.schedule(make.ana(), make.bo())
    layer = rota.layers.get()
    life.change_layer(
        layer,
        by=CLOCK,
        name="Nights",
        people=[make.ana(), make.bo()],
        rhythm=layer.rhythm,
        windows=[{"days": [5, 6], "starts": "00:00", "ends": "00:00"}],
    )
    form = planner.get(f"/on-call/layers/{layer.pk}/edit").context["form"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    before = Layer.objects.get().spec()
    assert planner.post(f"/on-call/layers/{layer.pk}/edit", kept).status_code == 302
    assert Layer.objects.get().spec() == before


def test_the_drawing_has_a_bar_for_each_shift_and_marks_holes(planner):
    rota = make.schedule(make.ana(), make.bo(), name="Shop")
    shown = planner.get(f"/on-call/schedules/{rota.pk}?from=2026-01-01&weeks=2").content.decode()
    assert "Nobody" in shown
    assert 'class="plan-bar tone-red is-gap"' in shown
    assert shown.count('class="plan-bar tone-blue"') >= 1
    assert "style=" not in shown


@pytest.mark.parametrize("query", ["from=x&weeks=y", "from=9999-99-99", "weeks=100000", "from=0001-01-01"])
def test_an_address_that_makes_no_sense_shows_today(planner, query):
    rota = make.schedule(make.ana())
    assert planner.get(f"/on-call/schedules/{rota.pk}?{query}").status_code == 200


def test_layers_are_moved_and_removed(planner):
    rota = make.schedule(make.ana())
    top = life.add_layer(rota, by=CLOCK, name="Top", people=[make.bo()], rhythm=rota.layers.get().rhythm)
    planner.post(f"/on-call/layers/{top.pk}/move", {"way": "down"})
    assert queries.on_call(rota) == make.ana()
    assert planner.get(f"/on-call/layers/{top.pk}/remove").status_code == 200
    planner.post(f"/on-call/layers/{top.pk}/remove")
    assert not Layer.objects.filter(pk=top.pk).exists()


def test_an_agent_stands_in_from_the_schedules_page():
    rota = make.schedule(make.ana())
    client = signed_in(make.bo())
    first = client.get(f"/on-call/schedules/{rota.pk}/stand-in").context["form"]
    sent = {name: first[name].value() for name in ("person", "starts_at", "ends_at")}
    assert client.post(f"/on-call/schedules/{rota.pk}/stand-in", sent).status_code == 302
    with clock.travel(minutes=1):
        assert queries.on_call(rota) == make.bo()
    client.post(f"/on-call/stand-ins/{Override.objects.get().pk}/remove")
    assert not Override.objects.exists()


def test_times_are_read_in_the_zone_of_the_reader():
    rota = make.schedule(make.ana())
    bo = make.bo()
    type(bo).objects.filter(pk=bo.pk).update(time_zone="America/New_York")
    times = {"starts_at": "2030-01-01T09:00", "ends_at": "2030-01-01T17:00"}
    signed_in(bo).post(f"/on-call/schedules/{rota.pk}/stand-in", {"person": bo.pk} | times)
    assert Override.objects.get().starts_at == datetime(2030, 1, 1, 14, tzinfo=UTC)


def test_a_schedule_in_use_is_not_removed_and_the_page_says_by_what(planner):
    rota = make.schedule()
    make.policy(make.step(rota), name="Web shop")
    answer = planner.post(f"/on-call/schedules/{rota.pk}/remove")
    assert answer.status_code == 409
    assert "Web shop" in answer.content.decode()


@pytest.mark.parametrize("path", ["/on-call", "/on-call/schedules/{}", "/on-call/schedules/{}/stand-in"])
def test_a_stranger_sees_nothing(path):
    rota = make.schedule(make.ana())
    assert signed_in(make.stranger()).get(path.format(rota.pk)).status_code in {403, 404}
    assert Client().get(path.format(rota.pk)).status_code == 302


@pytest.mark.parametrize("path", ["schedules/new", "schedules/{s}/layers/new", "layers/{l}/edit"])
def test_an_agent_does_not_plan(path):
    rota = make.schedule(make.ana())
    where = "/on-call/" + path.format(s=rota.pk, l=rota.layers.get().pk)
    assert signed_in(make.ana()).get(where).status_code == 403


def feed_address(client, **asked):
    return client.post("/on-call/calendars/new", asked, follow=True).context["fresh"].partition("testserver")[2]


def test_a_calendar_reads_the_schedule_without_a_login():
    rota = make.schedule(make.ana(), make.bo(), name="Shop")
    address = feed_address(signed_in(make.ana()), of=rota.pk)
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Ana · Shop", "Bo · Shop"}
    assert all(one["DTEND"].dt == two["DTSTART"].dt for one, two in pairwise(events))


def test_my_own_calendar_has_my_shifts_alone_and_keeps_its_uids():
    make.schedule(make.ana(), make.bo(), name="Shop")
    address = feed_address(signed_in(make.ana()))
    events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    later = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Shop"}
    assert [event["UID"] for event in events] == [event["UID"] for event in later]
    assert all(event["DTEND"].dt - event["DTSTART"].dt <= timedelta(days=7, hours=1) for event in events)


def test_a_closed_address_is_gone():
    client = signed_in(make.ana())
    address = feed_address(client)
    client.post(f"/on-call/calendars/{Feed.objects.get().pk}/revoke")
    assert Client().get(address).status_code == 404


def test_nobody_closes_the_address_of_somebody_else():
    feed_address(signed_in(make.ana()))
    assert signed_in(make.bo()).post(f"/on-call/calendars/{Feed.objects.get().pk}/revoke").status_code == 404
