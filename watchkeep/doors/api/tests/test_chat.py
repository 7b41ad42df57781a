"""A program sets up where incidents are talked about; what it gives as a secret never comes back."""

from testing import make
from watchkeep.duty.chat.models import Workspace
from watchkeep.kernel import facts

AT = "chat-workspaces"
SLACK = {"kind": "slack", "name": "Engineering", "token": "xoxb-1-hidden", "secret": "8f742231b10e8888hidden"}


def ada():
    return make.program(make.admin())


def pointers(answer):
    return [one["pointer"] for one in answer.json()["errors"]]


def test_a_workspace_is_added_and_changed_and_its_secrets_are_never_shown():
    program = ada()
    added = program.ask("post", AT, SLACK)
    assert (added.status_code, added.headers["Location"]) == (201, f"/api/v1/{AT}/{added.json()['id']}")
    [place] = Workspace.objects.all()
    assert added.json()["calls"] == [
        f"http://127.0.0.1:8000/chat/{place.key}/command",
        f"http://127.0.0.1:8000/chat/{place.key}/actions",
    ]
    given = {"channel": "incidents", "tells_from": 3, "token": "xoxb-2-hidden"}
    changed = program.ask("patch", f"{AT}/{place.pk}", given, if_match="*")
    assert (changed.json()["channel"], changed.json()["tells_from"]) == ("incidents", 3)
    place.refresh_from_db()
    assert (place.token, place.secret) == ("xoxb-2-hidden", SLACK["secret"])
    answers = [added, changed, program.ask("get", f"{AT}/{place.pk}"), program.ask("get", AT)]
    told = str([row.data for row in facts.told("chat", place.pk)])
    assert [said for said in (*(one.text for one in answers), told) if "hidden" in said] == []


def test_what_a_program_needs_is_said_at_its_field():
    program = ada()
    refused = program.ask("post", AT, {"kind": "mattermost", "name": "Engineering", "address": "https://chat.example"})
    assert (refused.status_code, pointers(refused)) == (422, ["#/team"])
    assert program.ask("post", AT, SLACK | {"kind": "irc"}).status_code == 422
    assert program.ask("post", AT, SLACK | {"rooms_from": 5}).status_code == 422
    assert program.ask("post", AT, SLACK).status_code == 201
    assert program.ask("post", AT, SLACK).status_code in {409, 422}
    place = make.workspace("mattermost")
    elsewhere = program.ask("patch", f"{AT}/{place.pk}", {"address": "https://other.example"}, if_match="*")
    assert (elsewhere.status_code, pointers(elsewhere)) == (422, ["#/token"])


def test_who_may_not_configure_chats_neither_adds_nor_changes_one():
    place, ana = make.workspace(), make.program(make.ana())
    assert ana.ask("post", AT, SLACK).status_code == 403
    assert ana.ask("patch", f"{AT}/{place.pk}", {"name": "Mine"}, if_match="*").status_code in {403, 404}
