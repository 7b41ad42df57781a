"""The desk for programs: drafts, who is here, mentions, saved views."""

import pytest

from testing import make
from watchkeep.kernel import presence


@pytest.fixture(autouse=True)
def nobody_elsewhere(monkeypatch):
    monkeypatch.setattr(presence, "_signs", {})


@pytest.fixture
def ana():
    return make.program(make.ana())


def test_a_draft_is_kept_read_and_forgotten(ana):
    at = f"/api/v1/tickets/{make.request().number}/draft"
    assert ana.ask("get", at).status_code == 404
    assert ana.ask("post", at, {"body": "The log says", "way": "reply"}).status_code == 204
    assert ana.ask("get", at).json()["body"] == "The log says"
    assert make.program(make.bo()).ask("get", at).status_code == 404
    assert ana.ask("delete", at).status_code == 204
    assert ana.ask("get", at).status_code == 404


def test_others_see_who_types(ana):
    at, bo = f"/api/v1/tickets/{make.request().number}/presence", make.bo()
    assert ana.ask("post", at, {"doing": "looking"}).json() == {"others": []}
    make.program(bo).ask("post", at, {"doing": "typing"})
    assert ana.ask("get", at).json()["others"] == [{"person": bo.pk, "name": bo.name, "is_typing": True}]
    make.program(bo).ask("post", at, {"doing": "gone"})
    assert ana.ask("get", at).json()["others"] == []


def test_a_name_is_completed_among_those_who_read_notes(ana):
    bo, ines = make.bo(), make.employee()
    [found] = ana.ask("get", f"/api/v1/mentionable-people?begun={bo.email[:4]}").json()["items"]
    assert found == {"person": bo.pk, "name": bo.name, "mention": f"@{bo.email}"}
    assert ana.ask("get", f"/api/v1/mentionable-people?begun={ines.email}").json()["items"] == []


def test_a_view_is_kept_as_the_queue_understands_it(ana):
    kept = ana.ask("post", "/api/v1/views", {"name": "Burning", "filters": {"priority": ["1", "2"], "sla": ["risk"]}})
    assert (kept.status_code, kept.json()["filters"]) == (201, {"priority": ["1", "2"], "sla": ["risk"]})
    for filters in ({"colour": ["red"]}, {"priority": ["high"]}, {"sla": ["soon"]}):
        answer = ana.ask("post", "/api/v1/views", {"name": "No", "filters": filters})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/filters")


def test_somebody_elses_view_is_not_there(ana):
    kept = ana.ask("post", "/api/v1/views", {"name": "Mine", "filters": {}}).json()
    other = make.program(make.bo())
    assert other.ask("get", f"/api/v1/views/{kept['id']}").status_code == 404
    assert kept["id"] not in [one["id"] for one in other.ask("get", "/api/v1/views").json()["items"]]
