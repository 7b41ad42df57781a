"""With a small Teams of its own process: channels, cards, people named, archived; what fails is on record."""

import pytest

from testing import make
from testing.carrying import speak
from testing.harness import told
from testing.teams import teams
from watchkeep.duty.chat import life
from watchkeep.duty.chat.jobs import microsoft
from watchkeep.duty.chat.models import Room, Workspace
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents


@pytest.fixture(scope="module")
def server():
    with teams() as played:
        yield played


@pytest.fixture
def place(server, db, monkeypatch):
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="A test")
    monkeypatch.setattr(microsoft, "LOGIN", server.url)
    monkeypatch.setattr(microsoft, "GRAPH", f"{server.url}/v1.0")
    return make.workspace("teams_bot", address=f"{server.url}/teams", channel="General")


def opened(**more):
    return incidents.open_(by=CLOCK, title="Checkout is down", severity=more.pop("severity", 1), **more)


def test_a_bad_incident_gets_a_channel_with_acting_cards_and_its_crew_is_named(server, place):
    ana = make.ana()
    member = server.play("join", name="Ana <A>", email=ana.email)
    incident = opened()
    incidents.acknowledge(incident, by=make.actor(ana))
    speak(place.lane)
    channel = server.channel(incident.number.lower())
    room = Room.objects.get(ticket=incident.pk)
    assert (room.channel, room.url) == (channel["id"], channel["webUrl"])
    first, *_rest = server.cards(channel["id"])
    assert "Works on it: Ana" in first["body"][1]["text"]
    assert [one["verb"] for one in first["actions"] if one["type"] == "Action.Execute"] == ["ack", "command", "update"]
    call = next(one for one in server.play("seen")["said"] if one.get("entities"))
    assert call["text"] == "<at>Ana &lt;A&gt;</at>"
    assert call["entities"][0]["mentioned"] == {"id": member["id"], "name": "Ana <A>"}
    general = server.channel("General")["id"]
    assert any(channel["displayName"] in str(card["body"]) for card in server.cards(general))
    assert told("ticket", incident.pk, "chat") == ["chat.room_asked", "chat.room_opened"]
    incidents.cancel(incident, by=CLOCK, reason="A test")
    speak(place.lane)
    assert server.channel(incident.number.lower())["isArchived"]
    assert Room.objects.get(pk=room.pk).archived_at


def test_a_channel_that_was_made_before_we_died_is_found_and_another_s_name_is_left_alone(server, place):
    incident = opened()
    speak(place.lane)
    room = Room.objects.get(ticket=incident.pk)
    made = room.channel
    for description, is_same in (("INC", True), ("Somebody else's", False)):
        Room.objects.filter(pk=room.pk).update(channel="", made_at=None)
        again = Delivery.objects.filter(ticket=incident.pk, headers__do="open")
        again.update(state="pending", next_attempt_at=clock.now(), attempts=0)
        if description != "INC":
            again.update(subject=description)
        speak(place.lane)
        assert (Room.objects.get(pk=room.pk).channel == made) is is_same
    assert server.channel(f"{room.name}-2")


def test_a_token_that_is_taken_back_is_replaced_and_a_service_that_is_away_asked_again(server, place):
    life.try_out(place, by=CLOCK)
    speak(place.lane)
    assert Workspace.objects.get(pk=place.pk).last_answer.endswith("channels in the team")
    server.play("forget")
    life.try_out(place, by=CLOCK)
    server.play("break", times=1)
    speak(place.lane)
    waiting = Delivery.objects.get(lane=place.lane, state="pending")
    assert (waiting.attempts, waiting.answer[:3]) == (1, "503")
    Delivery.objects.filter(pk=waiting.pk).update(next_attempt_at=clock.now())
    speak(place.lane)
    assert Delivery.objects.get(pk=waiting.pk).state == "sent"
    asked = [one for one in server.play("seen")["requests"] if one.endswith("/token")]
    assert len(asked) >= 2


def test_a_wrong_secret_and_a_channel_that_is_not_there_end_on_the_record_without_the_secret(server, place):
    life.save_workspace(place, by=CLOCK, channel="No such")
    life.try_out(place, by=CLOCK)
    speak(place.lane)
    assert Workspace.objects.get(pk=place.pk).last_answer == "There is no channel No such in the team."
    life.save_workspace(place, by=CLOCK, token="a wrong one")
    incident = opened()
    speak(place.lane)
    kept = Workspace.objects.get(pk=place.pk)
    assert kept.failing_since
    assert "AADSTS7000215" in kept.last_answer
    assert "a wrong one" not in kept.last_answer
    assert Room.objects.get(ticket=incident.pk).failed_at
    assert "chat.room_failed" in told("ticket", incident.pk, "chat")


def test_where_teams_last_said_that_it_listens_is_where_we_speak(server, place):
    life.note_service(place, f"{server.url}/emea/")
    life.try_out(place, by=CLOCK)
    speak(place.lane)
    assert server.play("seen")["requests"][-1] == "POST /emea/v3/conversations"
