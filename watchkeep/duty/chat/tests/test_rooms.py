"""With a Mattermost of its own process: channels are made, filled, joined and archived; what fails is on record."""

import pytest

from testing import make
from testing.carrying import speak
from testing.harness import told
from testing.mattermost import TOKEN, mattermost
from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.models import Room, Workspace
from watchkeep.duty.communications import life as communications
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents


@pytest.fixture(scope="module")
def server():
    with mattermost() as played:
        yield played


@pytest.fixture
def place(server, db):
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="A test")
    return make.workspace(address=server.url)


def opened(**more):
    return incidents.open_(by=CLOCK, title="Checkout is down", severity=more.pop("severity", 1), **more)


def test_a_bad_incident_gets_a_channel_with_how_it_stands_and_those_who_have_a_role(server, place):
    ana = make.ana()
    user = server.play("join", username="ana", email=ana.email)
    incident = opened()
    incidents.acknowledge(incident, by=make.actor(ana))
    speak(place.lane)
    room = Room.objects.get(ticket=incident.pk)
    channel = server.channel(f"{incident.number.lower()}-checkout")
    assert (room.channel, room.url.rsplit("/", 1)[1]) == (channel["id"], channel["name"])
    assert user["id"] in channel["members"]
    first, *rest = server.posts(channel["id"])
    assert "Checkout is down" in first["title"]
    assert "Works on it: Ana" in first["text"]
    assert [one["name"] for one in first["actions"]] == ["Acknowledge", "Take command", "Post an update"]
    assert "integration" not in first["actions"][0]
    assert any(one["title"] == f"Ana has {incident.number}" for one in [first, *rest])
    town = server.play("world")["town"]["id"]
    assert any(incident.number in one["title"] and channel["name"] in one["text"] for one in server.posts(town))
    assert told("ticket", incident.pk, "chat") == ["chat.room_asked", "chat.room_opened"]


def test_it_hears_updates_severity_and_return_and_is_archived_after_closing(server, place):
    incident = opened()
    speak(place.lane)
    incidents.post_update(incident, by=CLOCK, body="A @channel pool ran dry.", is_public=False)
    incidents.set_severity(incident, by=CLOCK, severity=2, reason="half of them")
    incidents.restore(incident, by=CLOCK)
    speak(place.lane)
    channel = server.channel(incident.number.lower())["id"]
    titles = [one["title"] for one in server.posts(channel)]
    assert any("Internal update by" in title for title in titles)
    assert any(title.startswith("SEV2 now, was SEV1") for title in titles)
    assert any(title.startswith("Service restored") for title in titles)
    assert not any("@channel" in one["text"] for one in server.posts(channel))
    incidents.cancel(incidents_other := opened(), by=CLOCK, reason="A test")
    speak(place.lane)
    assert server.channel(incidents_other.number.lower())["delete_at"]
    assert Room.objects.get(ticket=incidents_other.pk).archived_at
    assert told("ticket", incidents_other.pk, "chat")[-1] == "chat.room_archived"


def test_a_mild_incident_has_no_channel_until_somebody_opens_one(server, place):
    incident = opened(severity=4)
    speak(place.lane)
    assert server.channel(incident.number.lower()) is None
    with pytest.raises(NotAllowed):
        life.open_room(place, incident.ticket, by=make.actor(make.employee()))
    room = life.open_room(place, incident.ticket, by=make.actor(make.ana()))
    assert life.open_room(place, incident.ticket, by=CLOCK) == room
    speak(place.lane)
    assert server.channel(incident.number.lower())["name"] == room.name


def test_a_server_that_restarts_is_asked_again_later(server, place):
    incident = opened()
    server.play("break", times=1)
    speak(place.lane)
    assert server.channel(incident.number.lower()) is None
    row = Delivery.objects.filter(ticket=incident.pk, lane=place.lane).earliest("pk")
    assert (row.state, row.attempts, row.answer[:3]) == ("pending", 1, "503")
    Delivery.objects.filter(lane=place.lane).update(next_attempt_at=clock.now())
    speak(place.lane)
    assert server.channel(incident.number.lower())


def test_a_channel_that_was_made_before_we_died_is_found_again(server, place):
    incident = opened()
    speak(place.lane)
    room = Room.objects.get(ticket=incident.pk)
    made = room.channel
    Room.objects.filter(pk=room.pk).update(channel="", made_at=None)
    Delivery.objects.filter(ticket=incident.pk, headers__do="open").update(
        state="pending", next_attempt_at=clock.now(), attempts=0
    )
    speak(place.lane)
    assert Room.objects.get(pk=room.pk).channel == made


def test_what_cannot_be_done_ends_on_the_record_and_words_go_to_the_channel_for_all(server, place):
    Workspace.objects.filter(pk=place.pk).update(token="")
    life.save_workspace(place, by=CLOCK, token="wrong")
    incident = opened()
    speak(place.lane)
    assert Room.objects.get(ticket=incident.pk).failed_at
    assert Workspace.objects.get(pk=place.pk).failing_since is not None
    kinds = told("ticket", incident.pk, "chat", "notify")
    assert "notify.given_up" in kinds
    assert "chat.room_failed" in kinds
    life.save_workspace(place, by=CLOCK, token=TOKEN)
    incidents.post_update(incident, by=CLOCK, body="Still here.", is_public=False)
    speak(place.lane)
    assert Workspace.objects.get(pk=place.pk).failing_since is None
    town = server.play("world")["town"]["id"]
    assert any(one["text"].startswith("Still here") for one in server.posts(town))


def test_an_audience_is_told_in_a_channel_too(server, place):
    incident = make.incident("in_progress", severity=4)
    audience = make.audience("team", name="Operators")
    life.add_relay(place, by=CLOCK, audience=audience)
    with pytest.raises(Refused):
        life.add_relay(place, by=CLOCK, audience=audience)
    message = make.message(incident, to=audience)
    communications.edit(message, by=CLOCK, subject="Half of it is back", body="The rest follows.")
    communications.send(message, by=CLOCK)
    speak(place.lane)
    said = server.posts(server.play("world")["town"]["id"])
    assert any((one["title"], one["text"]) == ("Half of it is back", "The rest follows.") for one in said)
    assert Delivery.objects.filter(fact=message.sent_fact, channel="chat", state="sent").exists()


def test_a_test_says_who_we_are_and_a_paused_workspace_says_nothing(server, place):
    life.try_out(place, by=CLOCK)
    speak(place.lane)
    assert Workspace.objects.get(pk=place.pk).last_answer == "watchkeep in nordwind"
    life.pause(place, by=CLOCK)
    incident = opened()
    speak(place.lane)
    assert not Room.objects.filter(ticket=incident.pk).exists()
    assert queries.workspace_by(place.key) is None
