"""What each program is sent, and what its answers mean."""

import msgspec
import pytest

from testing import make
from watchkeep.duty.chat.jobs import calling
from watchkeep.duty.chat.jobs.calling import Reply, Unsaid
from watchkeep.duty.chat.jobs.carrying import PORTS
from watchkeep.duty.chat.jobs.ports import Guest
from watchkeep.duty.chat.rules import adaptive, attachments, blocks
from watchkeep.duty.chat.rules.cards import Button, Card, Form
from watchkeep.duty.chat.rules.names import channel_name
from watchkeep.kernel.outgoing import NOTHING

ROOM = "https://watchkeep.example/incidents/INC-1"
CARD = Card(
    title="Checkout <!channel> is down",
    text="50 % & more @here [look](http://evil.example)",
    link=ROOM,
    link_text="Open INC-1",
    buttons=(
        Button("ack", "Acknowledge", "signed", is_first=True, page=f"{ROOM}/acknowledge"),
        Button("update", "Post an update", "other"),
    ),
)
FORM = Form(title="INC-1", label="How it stands", submit="Post", token="signed")


class Scripted:
    """A chat that answers by method, and remembers what it was asked."""

    def __init__(self, monkeypatch, **answers):
        self.asked, self.answers = [], answers
        monkeypatch.setattr(calling, "call", self)

    def __call__(self, _method, url, _allowed, *, json=None, form=None, token=""):
        name = url.rsplit("/", 1)[1]
        self.asked.append((name, json or form or {}, token))
        said = self.answers.get(name.replace(".", "_"), {})
        said = said.pop(0) if isinstance(said, list) else said
        return said if isinstance(said, Reply) else Reply(200, msgspec.json.encode({"ok": True, **said}))

    def names(self):
        return [name for name, _given, _token in self.asked]


@pytest.fixture
def slack(db):
    return PORTS["slack"](make.workspace("slack"), NOTHING)


def test_slack_gets_blocks_whose_buttons_carry_what_we_signed(monkeypatch, slack):
    said = Scripted(monkeypatch, chat_postMessage={"ts": "1.2"})
    assert slack.say("C1", CARD, "mark") == "ok 1.2"
    name, body, token = said.asked[0]
    assert (name, token, body["channel"]) == ("chat.postMessage", "xoxb-1", "C1")
    section, actions = body["blocks"]
    assert section["text"]["text"].startswith("*Checkout &lt;!channel&gt; is down*\n50 % &amp; more")
    assert [(one["action_id"], one.get("value"), one.get("style")) for one in actions["elements"]] == [
        ("ack", "signed", "primary"), ("update", "other", None), ("open", None, None),
    ]  # fmt: skip


def test_slack_makes_a_channel_under_the_next_free_name(monkeypatch, slack):
    taken = {"ok": False, "error": "name_taken"}
    said = Scripted(
        monkeypatch,
        auth_test={"user_id": "UB", "url": "https://nordwind.slack.com/"},
        conversations_create=[taken, {"channel": {"id": "C2"}}],
        conversations_list={"channels": [{"id": "C1", "name": "inc-1", "creator": "U-somebody"}]},
    )
    channel = slack.open("inc-1", "Checkout", is_private=True)
    assert (channel.id, channel.url) == ("C2", "https://nordwind.slack.com/archives/C2")
    created = [given for name, given, _token in said.asked if name == "conversations.create"]
    assert created == [{"name": "inc-1", "is_private": True}, {"name": "inc-1-2", "is_private": True}]


def test_slack_finds_the_channel_that_we_made_and_forgot(monkeypatch, slack):
    Scripted(
        monkeypatch,
        auth_test={"user_id": "UB", "url": "https://nordwind.slack.com/"},
        conversations_create={"ok": False, "error": "name_taken"},
        conversations_list=[
            {"channels": [], "response_metadata": {"next_cursor": "more"}},
            {"channels": [{"id": "C1", "name": "inc-1", "creator": "UB"}]},
        ],
    )
    assert slack.open("inc-1", "Checkout", is_private=False).id == "C1"


def test_slack_invites_by_account_then_by_address_and_lets_nobody_stand_in_the_way(monkeypatch, slack):
    said = Scripted(
        monkeypatch,
        users_lookupByEmail=[{"user": {"id": "U2"}}, {"ok": False, "error": "users_not_found"}],
        conversations_invite=[{"ok": False, "error": "already_in_channel"}, {}],
    )
    guests = [Guest("U1", "ana@x"), Guest("", "bo@x"), Guest("", "kim@x")]
    assert slack.invite("C1", guests) == "1 of 3 invited"
    assert [given["users"] for name, given, _token in said.asked if name == "conversations.invite"] == ["U1", "U2"]


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        (Reply(200, b'{"ok":false,"error":"missing_scope","needed":"chat:write"}'), True),
        (Reply(200, b'{"ok":false,"error":"ratelimited"}'), False),
        (Reply(200, b"<html>"), False),
        (Reply(429, b""), False),
        (Reply(503, b""), False),
        (Reply(404, b""), True),
    ],
)
def test_an_error_that_may_pass_is_asked_again_and_another_is_not(monkeypatch, slack, answer, is_final):
    Scripted(monkeypatch, chat_postMessage=answer)
    with pytest.raises(Unsaid) as no:
        slack.say("C1", CARD, "mark")
    assert no.value.is_final is is_final


def test_slack_opens_a_form_and_answers_a_button_alone(monkeypatch, slack):
    said = Scripted(monkeypatch)
    slack.ask("t.1", FORM)
    slack.answer("https://hooks.slack.com/actions/1", "a < b")
    slack.archive("C1")
    assert said.names() == ["views.open", "1", "conversations.archive"]
    view = said.asked[0][1]["view"]
    assert (view["private_metadata"], view["blocks"][0]["block_id"]) == ("signed", "said")
    assert said.asked[1][1]["response_type"] == "ephemeral"
    assert said.asked[1][1]["text"] == "a &lt; b"


def test_mattermost_gets_attachments_that_call_nobody():
    post = attachments.message(CARD, "https://watchkeep.example/chat/k/actions")
    attachment = post["props"]["attachments"][0]
    assert "@here" not in attachment["text"]
    assert attachment["actions"][0]["integration"]["context"] == {"token": "signed"}
    assert all(action["id"].isalnum() for action in attachment["actions"])
    assert attachments.dialog(FORM)["state"] == "signed"


def test_teams_gets_a_card_whose_buttons_lead_to_where_they_can_be_pressed(monkeypatch, db):
    said = Scripted(monkeypatch)
    teams = PORTS["teams"](make.workspace("teams"), NOTHING)
    teams.say("", CARD, "mark")
    content = said.asked[0][1]["attachments"][0]["content"]
    assert {action["type"] for action in content["actions"]} == {"Action.OpenUrl"}
    assert [(action["title"], action["url"].rpartition("/")[2]) for action in content["actions"]] == [
        ("Acknowledge", "acknowledge"), ("Open INC-1", "INC-1"),
    ]  # fmt: skip
    assert "\\[look\\](" in content["body"][1]["text"]
    assert content == adaptive.message(CARD)["attachments"][0]["content"]
    with pytest.raises(Unsaid, match="cannot make channels"):
        teams.open("inc-1", "x", is_private=False)


def test_a_channel_s_name_is_one_that_every_program_takes():
    assert channel_name("INC-1042", "Checkout ist kaputt: 50 % Fehler!") == "inc-1042-checkout-ist-kaputt-50-fehler"
    assert channel_name("INC-1042", "決済") == "inc-1042"
    assert channel_name("INC-1042", "x" * 200, 1).endswith("x-2")
    assert len(channel_name("INC-1042", "x" * 200, 12)) <= 60


def test_long_words_fit_into_a_block():
    section = blocks.message(Card(title="T", text="x" * 9000))["blocks"][0]
    assert len(section["text"]["text"]) <= 3000
