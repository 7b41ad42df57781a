"""What Teams tells our bot: proved by a small Teams of its own process, heard once, done as the person behind it."""

import json

import pytest

from testing import make
from testing.harness import last_told
from testing.teams import teams
from watchkeep.doors.integrations.chat import microsoft
from watchkeep.duty.chat import life
from watchkeep.duty.chat.jobs import microsoft as tokens
from watchkeep.duty.chat.models import Account, Room, Workspace
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.jobs import lanes
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Comment

OTHER = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def server():
    with teams() as played:
        yield played


@pytest.fixture
def place(server, db, monkeypatch):
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="A test")
    monkeypatch.setattr(microsoft, "METADATA", f"{server.url}/v1/.well-known/openidconfiguration")
    monkeypatch.setattr(tokens, "LOGIN", server.url)
    return make.workspace("teams_bot", address=f"{server.url}/teams", name="Watchkeep")


@pytest.fixture
def ana(server, place):
    ana = make.ana()
    make.account(ana, place, server.play("join", name="Ana", email=ana.email)["aadObjectId"])
    return ana


@pytest.fixture
def who(server):
    return server.play("join", name="Eve", email="eve@elsewhere.example")["aadObjectId"]


@pytest.fixture
def listing(server, who):
    """A command of a stranger's, as the connector would send it or changed."""
    return lambda **changed: server.play("write", who=who, text="list", **changed)


@pytest.fixture
def bring(client, place):
    """Bring what the connector would send."""

    def brought(sent, to=place, **headers):
        given = {"Authorization": sent["authorization"]} | headers
        body = json.dumps(sent["activity"])
        return client.post(f"/chat/{to.key}/bot", body, content_type="application/json", headers=given)

    return brought


def own(ana, place):
    return Account.objects.get(person=ana, workspace=place).remote


def answered(server, place):
    """What the bot answered last, once it was carried."""
    while lanes.send_one(place.quick_lane):
        pass
    return server.play("seen")["answers"][-1]


def test_a_message_that_names_the_bot_is_a_command_and_is_answered_below_it(bring, server, place, ana):
    incident = make.incident(severity=1)
    Room.objects.create(workspace=place, ticket=incident.ticket, name="inc-1", channel="19:room@thread.tacv2")
    sent = server.play("write", who=own(ana, place), text="ack", channel="19:room@thread.tacv2")
    assert (bring(sent).status_code, bring(sent).status_code) == (200, 409)
    said = answered(server, place)
    assert said["text"] == f"You have {incident.number}."
    assert (said["conversation"], said["to"]) == ("19:room@thread.tacv2;messageid=1", sent["activity"]["id"])
    assert Incident.objects.get(pk=incident.pk).ticket.assignee == ana
    text = "update <at>Bo</at> looks &amp; waits.<br>\nAll well."
    bring(server.play("write", who=own(ana, place), text=text, channel="19:room@thread.tacv2"))
    assert Comment.objects.get(ticket=incident.ticket).body.startswith("Bo looks & waits.")


def test_a_stranger_links_by_code_and_learns_nothing_before(bring, server, place, who):
    incident = make.incident(severity=1, title="Secret failure")
    bring(server.play("write", who=who, text=f"status {incident.number}"))
    assert "does not know who you are" in answered(server, place)["text"]
    button = {"verb": "ack", "data": {"token": life.button_token(place, incident.ticket, "ack")}}
    said = bring(server.play("press", who=who, action=button)).json()
    assert (said["statusCode"], said["type"]) == (200, "application/vnd.microsoft.activity.message")
    assert "Secret failure" not in said["value"]
    bo = make.bo()
    code = life.new_code(bo, by=make.actor(bo))
    bring(server.play("write", who=who, text=f"link {code}"))
    assert answered(server, place)["text"].startswith("Hello Bo.")


def test_a_pressed_button_is_answered_with_the_card_as_it_stands_now(bring, server, place, ana):
    incident = make.incident(severity=1)

    def press(action, **more):
        return bring(server.play("press", who=own(ana, place), action=action, **more))

    def button(do):
        return {"verb": do, "data": {"token": life.button_token(place, incident.ticket, do)}}

    card = press(button("ack")).json()["value"]
    assert card["body"][1]["text"].startswith(f"You have {incident.number}.")
    assert [one.get("verb") for one in card["actions"]] == ["command", "update", None]
    assert "cannot acknowledge" in press(button("ack")).json()["value"]
    assert "You command" in press(card["actions"][0]).json()["value"]["body"][1]["text"]
    form = press(button("update")).json()["value"]
    assert form["body"][-1]["type"] == "Input.Text"
    wrong = press(form["actions"][0], said=" ").json()["value"]
    assert "Write how it stands." in wrong["body"][1]["text"]
    done = press(wrong["actions"][0], said="Half of it is back.").json()["value"]
    assert done["body"][1]["text"].startswith("Your update is posted.")
    assert Comment.objects.get(ticket=incident.ticket).body == "Half of it is back."


def test_a_form_counts_for_whom_it_was_opened_alone(bring, server, place, who):
    token = life.form_token(place, make.ticket(), "update", remote="somebody else")
    sent = server.play("press", who=who, action={"verb": "post", "data": {"token": token}}, said="All is well.")
    assert bring(sent).status_code == 401
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"key": "other"}, "the signature is wrong"),
        ({"kid": "unheard of"}, "the token is signed with a key that is not published"),
        ({"kid": "webchat"}, "the key may not sign for Teams"),
        ({"claims": {"aud": OTHER}}, "the token is for another bot"),
        ({"claims": {"iss": "https://evil.example"}}, "the token is by somebody else"),
        ({"claims": {"exp": 1_500_000_000}}, "the token has expired"),
        ({"claims": {"nbf": 32_500_000_000}}, "the token is not valid yet"),
        ({"claims": {"serviceurl": "https://smba.example/"}}, "the token is for another service address"),
        (
            {"claims": {"serviceurl": "https://evil.example/"}, "activity": {"serviceUrl": "https://evil.example/"}},
            "unknown service address: https://evil.example",
        ),
        ({"activity": {"channelId": "webchat"}}, "it was not sent from Teams"),
        ({"activity": {"channelData": {"tenant": {"id": OTHER}}, "conversation": {}}}, "it comes from another tenant"),
    ],
)
def test_what_is_not_theirs_or_not_for_us_is_refused_and_on_the_record(bring, place, listing, changed, reason):
    sent = listing(**changed)
    assert bring(sent).status_code == 401
    kept = Workspace.objects.get(pk=place.pk)
    assert (kept.refusal, kept.service_url) == (reason, "")
    assert last_told("chat", place.pk).data == {"reason": reason}


def test_without_a_good_token_nothing_is_heard_and_many_refusals_are_one_line(bring, client, server, place, who):
    sent = server.play("write", who=who, text="list")
    for authorization in ("", "Basic x", "Bearer x", "Bearer a.b.c"):
        assert bring(sent, Authorization=authorization).status_code == 401
    assert Workspace.objects.get(pk=place.pk).refusal == "no token"
    assert bring(sent, to=make.workspace()).status_code == 401
    assert client.post(f"/chat/{place.key}/bot", "[]", content_type="application/json").status_code == 400


def test_keys_are_kept_and_go_on_while_their_place_is_away(bring, server, place, who, monkeypatch):
    assert bring(server.play("write", who=who, text="list")).status_code == 200
    before = len(server.play("seen")["requests"])
    bring(server.play("write", who=who, text="list"))
    assert len(server.play("seen")["requests"]) == before
    monkeypatch.setattr(microsoft, "KEPT", microsoft.AGAIN * 0)
    server.play("break", times=1)
    assert bring(server.play("write", who=who, text="list")).status_code == 200
    microsoft.forget()
    server.play("break", times=1)
    assert bring(server.play("write", who=who, text="list")).status_code == 401
    assert "the keys cannot be read" in Workspace.objects.get(pk=place.pk).refusal


def test_what_needs_no_answer_gets_none(bring, server, place, who):
    for kind in ("conversationUpdate", "installationUpdate", "messageReaction"):
        sent = server.play("write", who=who, text="", activity={"type": kind, "text": ""})
        answer = bring(sent)
        assert (answer.status_code, answer.content) == (200, b"")
    assert Workspace.objects.get(pk=place.pk).service_url == f"{server.url}/emea/"
