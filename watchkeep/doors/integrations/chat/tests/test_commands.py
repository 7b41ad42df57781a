"""What people type and press in a chat is done as themselves, with what their roles allow."""

import base64
import hashlib
import hmac
import itertools
import json
import urllib.parse
from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.chat import life
from watchkeep.duty.chat.models import Account, Room
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response.models import Seat
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Comment

_number = itertools.count()


def trigger():
    made = f"id{next(_number)}:user:{int(clock.now().timestamp() * 1000)}:signature"
    return base64.b64encode(made.encode()).decode()


@pytest.fixture
def place(db):
    return make.workspace()


@pytest.fixture
def ana(place):
    ana = make.ana()
    make.account(ana, place, "u-ana")
    return ana


@pytest.fixture
def say(client, place):
    """Type a command in Mattermost, and read the answer."""

    def typed(text, *, user="u-ana", channel="elsewhere"):
        given = {"text": text, "user_id": user, "user_name": user[2:], "channel_id": channel, "trigger_id": trigger()}
        answer = client.post(f"/chat/{place.key}/command", given | {"token": place.secret})
        assert answer.status_code == 200, answer.content
        return answer.json()["text"]

    return typed


@pytest.fixture
def room(place):
    """An incident and its channel."""
    incident = make.incident(severity=1)
    return Room.objects.create(workspace=place, ticket=incident.ticket, name="inc-1", channel="the-room")


def test_whoever_is_unknown_is_told_how_to_become_known(say, place):
    assert "/incident link CODE" in say("list", user="u-bo")
    bo = make.bo()
    code = life.new_code(bo, by=make.actor(bo))
    assert say(f"link {code.lower()}", user="u-bo").startswith("Hello Bo.")
    assert "does not work" in say(f"link {code}", user="u-eve")
    assert say("list", user="u-bo") == "Nothing is open."
    run_later()
    assert Delivery.objects.filter(person=bo, subject__contains="can act for you").exists()


def test_a_code_is_worth_nothing_after_ten_minutes(say, place, monkeypatch):
    bo = make.bo()
    code = life.new_code(bo, by=make.actor(bo))
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "does not work" in say(f"link {code}", user="u-bo")
    assert not Account.objects.exists()


def test_an_incident_is_opened_found_and_answered(say, ana):
    said = say("open sev3 Checkout is <b>down</b>")
    incident = Incident.objects.get()
    assert (incident.ticket.title, incident.ticket.severity) == ("Checkout is <b>down</b>", 3)
    assert said.startswith(f"{incident.number} · SEV3 · Checkout")
    assert say(f"ack {incident.number}") == f"You have {incident.number}."
    assert incident.number in say("list")
    assert "nobody" not in say(f"status {incident.number.lower()}").splitlines()[0]
    assert told("ticket", incident.pk, "incident")[-1] == "incident.acknowledged"
    incident.ticket.refresh_from_db()
    assert incident.ticket.assignee_id == ana.pk


def test_in_its_channel_an_incident_needs_no_name(say, ana, room):
    assert "SEV1" in say("status", channel="the-room")
    assert say("severity 3 only one shop", channel="the-room").endswith("is SEV3.")
    room.ticket.refresh_from_db()
    assert room.ticket.severity == 3
    say("update  3 of 4 nodes are back.\nThe last follows.", channel="the-room")
    comment = Comment.objects.get(ticket=room.ticket)
    assert (comment.body, comment.is_public, comment.is_update) == (
        "3 of 4 nodes are back.\nThe last follows.",
        False,
        True,
    )
    assert "for those who wait" in say("update public We are back.", channel="the-room")
    assert Comment.objects.filter(ticket=room.ticket, is_public=True).get().body == "We are back."
    assert "Say which incident" in say("status")


def test_command_is_taken_and_given(say, ana, place):
    bo = make.bo()
    make.account(bo, place, "u-bo")
    number = make.incident(severity=1).number
    assert say(f"commander {number}") == f"Commander of {number}: nobody"
    assert say(f"commander {number} me") == f"You command {number}."
    assert say(f"commander {number} @bo") == f"Bo commands {number}."
    assert Seat.objects.get(response__ticket__number=number, role__slug="commander").holder == bo
    assert "Nobody here is @zoe" in say(f"commander {number} @zoe")


def test_a_channel_is_opened_by_command(say, ana):
    incident = make.incident(severity=4)
    assert say(f"channel {incident.number}").startswith(f"Its channel: {incident.number.lower()}")


def test_everybody_may_do_in_a_chat_what_they_may_do_here(say, place):
    kim = make.employee()
    make.account(kim, place, "u-kim")
    incident = make.incident(severity=1)
    assert "There is no incident" in say(f"ack {incident.number}", user="u-kim")
    assert say("list", user="u-kim") == "Nothing is open."
    assert "may not declare" in say("open sev1 Everything is down", user="u-kim")
    assert "There is no such command" in say("resolve", user="u-kim")
    kim.is_active = False
    kim.save()
    assert "does not know who you are" in say("list", user="u-kim")


def test_a_button_is_pressed_and_a_form_filled(client, place, ana):
    incident = make.incident(severity=1)

    def press(do, user="u-ana"):
        token = life.button_token(place, incident.ticket, do)
        told = {"user_id": user, "channel_id": "c", "trigger_id": trigger(), "context": {"token": token}}
        return client.post(f"/chat/{place.key}/actions", json.dumps(told), content_type="application/json")

    assert press("ack").json() == {"ephemeral_text": f"You have {incident.number}."}
    assert "cannot acknowledge" in press("ack").json()["ephemeral_text"]
    assert press("command").json() == {"ephemeral_text": f"You command {incident.number}."}
    assert "does not know who you are" in press("ack", "u-eve").json()["ephemeral_text"]
    assert press("update").content == b""
    order = Delivery.objects.get(lane=place.quick_lane)
    assert (order.headers["do"], order.state) == ("ask", "pending")

    def fill(text, state=order.headers["token"]):
        told = {"state": state, "user_id": "u-ana", "submission": {"text": text}}
        return client.post(f"/chat/{place.key}/form", json.dumps(told), content_type="application/json")

    assert fill(" ").json() == {"errors": {"text": "Write how it stands."}}
    assert fill("We know the cause.").content == b""
    assert fill("We know the cause.").status_code == 409
    assert Comment.objects.get(ticket=incident.ticket).body == "We know the cause."


def test_slack_s_buttons_and_forms_do_the_same(client, db):
    place, ana = make.workspace("slack"), make.ana()
    make.account(ana, place, "U1")
    incident = make.incident(severity=1)

    def send(payload):
        body = urllib.parse.urlencode({"payload": json.dumps(payload | {"n": next(_number)})})
        at = str(int(clock.now().timestamp()))
        own = hmac.new(place.secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={own}"}
        form = "application/x-www-form-urlencoded"
        return client.post(f"/chat/{place.key}/actions", body, content_type=form, headers=headers)

    def press(do):
        action = {"action_id": do, "value": life.button_token(place, incident.ticket, do), "type": "button"}
        where = {"id": "C1"}
        return send({
            "type": "block_actions", "user": {"id": "U1", "username": "ana"}, "channel": where, "trigger_id": "t.1",
            "response_url": "https://hooks.slack.com/actions/T1/1/x", "actions": [action],
        })  # fmt: skip

    assert press("ack").content == b""
    said = Delivery.objects.get(lane=place.quick_lane)
    assert (said.headers["do"], said.address[:24], said.body) == (
        "answer", "https://hooks.slack.com/", f"You have {incident.number}.",
    )  # fmt: skip
    assert send({"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "open"}]}).status_code == 200
    press("update")
    state = {"values": {"said": {"text": {"type": "plain_text_input", "value": "Half of it is back."}}}}
    token = Delivery.objects.get(headers__do="ask").headers["token"]
    answer = send(
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"private_metadata": token, "state": state}}
    )
    assert answer.json() == {"response_action": "clear"}
    assert Comment.objects.get(ticket=incident.ticket).body == "Half of it is back."
