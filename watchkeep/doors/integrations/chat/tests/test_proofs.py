"""Recorded requests: what really comes from a chat is heard once; what is forged, old or repeated is refused."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from watchkeep.duty.chat import life
from watchkeep.kernel import clock

SLACK_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
"""The request that Slack's own page on signatures shows, with its secret, time and signature."""
SLACK_AT = 1531420618
SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"

MATTERMOST_BODY = (
    "channel_id=i3bb9xfyqt8rtbyshmyhgsj16c&channel_name=town-square&command=%2Ftest&response_url=http%3A%2F%2F10.0.0.5"
    "%3A8065%2Fhooks%2Fcommands%2Fzozc1xwxybdedeyz8djwjpngny&team_domain=rrrr&team_id=tsb8crrn5tgqtedpkt81b4tcya"
    "&text=asd&token=nezum4kpu3faiec7r7c5zt6tfy&trigger_id=NG1kM3lyN2NqYmQxcGNyc2s0Nmo5em0xb2M6azF4NGFxZGp5MzgxM2M4NG03N"
    "zFlb2M5eG86MTU1MTIwODE5NTQyNzpNRVVDSUhSdWFrdmVGZ0RhTTd6UERoMWVEVndZK2NGbXlSYUxWQ054SVRLZGdxTWZBaUVBeGQvOU95NTFOeWxi"
    "TWVsRE1ZK0d4S2FzL2Z1TUU2Y0J1bW5JbFBCOXVEVT0%3D&user_id=k1x4aqdjy3813c84m771eoc9xo&user_name=tester"
)
"""The request that Mattermost's page on slash commands shows."""
MATTERMOST_AT = 1551208195

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(seconds, UTC))

    return set_to


def slack(client, place, *, body=SLACK_BODY, signature=SLACK_SIGNATURE, moment=SLACK_AT, path="command"):
    headers = {"X-Slack-Request-Timestamp": str(moment), "X-Slack-Signature": signature}
    return client.post(f"/chat/{place.key}/{path}", body, content_type=FORM, headers=headers)


def mattermost(client, place, body=MATTERMOST_BODY):
    return client.post(f"/chat/{place.key}/command", body, content_type=FORM)


def teams(client, place, activity, *, signed=None):
    body = json.dumps(activity)
    key = base64.b64decode(place.secret)
    own = base64.b64encode(hmac.new(key, (signed or body).encode(), hashlib.sha256).digest()).decode()
    headers = {"Authorization": f"HMAC {own}"}
    return client.post(f"/chat/{place.key}/command", body, content_type="application/json", headers=headers)


def mentioned(text="<at>Watchkeep</at>&nbsp;help", **more):
    said = {"type": "message", "id": "1485983408511", "timestamp": clock.now().isoformat(), "text": text}
    who = {"id": "29:1XJ", "name": "Ana", "aadObjectId": "3c3e4d2a"}
    return said | {"from": who, "conversation": {"id": "19:253b@thread.skype;messageid=14"}} | more


def test_slack_s_own_example_is_answered(client, db, at):
    at(SLACK_AT + 60)
    answer = slack(client, make.workspace("slack"))
    assert (answer.status_code, answer.json()["response_type"]) == (200, "ephemeral")
    assert "/incident list" in answer.json()["text"]


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"body": SLACK_BODY.replace("text=", "text=list")},
        {"moment": SLACK_AT + 1},
        {"moment": "soon"},
        {"moment": "²"},
    ],
)
def test_what_slack_did_not_sign_so_is_refused(client, db, at, changed):
    at(SLACK_AT + 60)
    assert slack(client, make.workspace("slack"), **changed).status_code == 401


@pytest.mark.parametrize("late", [301, 86400, -301])
def test_what_slack_signed_at_another_time_is_refused(client, db, at, late):
    at(SLACK_AT + late)
    assert slack(client, make.workspace("slack")).status_code == 401


def test_a_request_that_is_sent_again_does_nothing(client, db, at):
    at(SLACK_AT)
    place = make.workspace("slack")
    assert [slack(client, place).status_code for _time in range(2)] == [200, 409]


def test_another_workspace_s_secret_opens_nothing(client, db, at):
    at(SLACK_AT)
    assert slack(client, make.workspace("slack", secret="0" * 32)).status_code == 401


def test_mattermost_s_own_example_is_answered_once(client, db, at):
    at(MATTERMOST_AT + 2)
    place = make.workspace()
    first, second = mattermost(client, place), mattermost(client, place)
    assert (first.status_code, second.status_code) == (200, 409)
    assert "does not know who you are" in first.json()["text"]


def test_mattermost_without_its_token_or_trigger_or_too_late_is_refused(client, db, at):
    at(MATTERMOST_AT + 2)
    place = make.workspace()
    assert mattermost(client, place, MATTERMOST_BODY.replace("token=n", "token=m")).status_code == 401
    assert mattermost(client, place, MATTERMOST_BODY.replace("trigger_id=NG1", "trigger_id=")).status_code == 401
    at(MATTERMOST_AT + 600)
    assert mattermost(client, place).status_code == 401


def test_teams_is_known_by_its_signature_and_time(client, db):
    place = make.workspace("teams")
    asked = mentioned()
    first, again = teams(client, place, asked), teams(client, place, asked)
    assert (first.status_code, again.status_code) == (200, 409)
    assert first.json()["type"] == "message"
    assert teams(client, place, asked, signed="{}").status_code == 401
    old = mentioned(timestamp=(clock.now() - timedelta(minutes=6)).isoformat())
    assert teams(client, place, old).status_code == 401
    assert teams(client, place, mentioned(timestamp="")).status_code == 400


def test_without_a_secret_nobody_is_believed(client, db):
    place = make.workspace("teams", secret="")
    answer = client.post(f"/chat/{place.key}/command", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_buttons_and_forms_that_we_did_not_make_are_refused(client, db):
    place, other = make.workspace(), make.workspace(name="Other", secret="another")
    ticket = make.ticket()
    token = life.form_token(other, ticket, "update", remote="u")
    told = {"context": {"token": token}, "user_id": "u", "trigger_id": "x"}
    for path, given in (("actions", told), ("form", {"state": token}), ("form", {"state": "forged"}), ("form", {})):
        answer = client.post(f"/chat/{place.key}/{path}", json.dumps(given), content_type="application/json")
        assert answer.status_code == 401, path


def test_a_form_counts_for_whom_it_was_opened_alone(client, db):
    place = make.workspace()
    token = life.form_token(place, make.ticket(), "update", remote="ana")
    told = {"state": token, "submission": {"text": "All is well."}}
    answers = [
        client.post(f"/chat/{place.key}/form", json.dumps(told | {"user_id": who}), content_type="application/json")
        for who in ("eve", "ana")
    ]
    assert [answer.status_code for answer in answers] == [401, 200]


def test_noise_strangers_and_paused_workspaces_get_nothing(client, db):
    place = make.workspace()
    assert client.post("/chat/nokey/command").status_code == 404
    assert client.get(f"/chat/{place.key}/command").status_code == 405
    for noise in ("", "[]", "\x00", '{"context": 3}'):
        answer = client.post(f"/chat/{place.key}/actions", noise, content_type="application/json")
        assert answer.status_code in (400, 401)
    life.pause(place, by=make.actor(make.admin()))
    assert mattermost(client, place).status_code == 404
