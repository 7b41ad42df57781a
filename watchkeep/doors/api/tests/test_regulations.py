from datetime import timedelta

import pytest

from testing import make
from watchkeep.kernel import clock


@pytest.fixture
def ana():
    return make.Program(make.token(make.ana()))


@pytest.fixture
def incident():
    return make.incident(severity=1)


def started(ana, incident, law="nis2", **more):
    body = {"incident": incident.number, "law": law, "aware_at": incident.ticket.opened_at.isoformat()} | more
    return ana.ask("post", "/api/v1/obligations", body)


def test_a_program_starts_corrects_and_reads_a_clock_of_the_law(ana, incident):
    made = started(ana, incident)
    assert made.status_code == 201
    one = made.json()
    assert [row["stage"] for row in one["reports"]] == ["early_warning", "notification", "final"]
    earlier = (incident.ticket.opened_at - timedelta(hours=1)).isoformat()
    path = made.headers["Location"]
    assert ana.ask("patch", path, {"aware_at": earlier}).status_code == 428
    changed = ana.ask("patch", path, {"aware_at": earlier, "terms": "trust"}, if_match=made.headers["ETag"]).json()
    assert [row["due_at"] < old["due_at"] for row, old in zip(changed["reports"], one["reports"], strict=True)] == [
        True, True, True,
    ]  # fmt: skip
    assert "24 hours" in changed["reports"][1]["says"]
    listed = ana.ask("get", f"/api/v1/obligations?incident={incident.number}").json()["items"]
    assert listed == [changed]


def test_a_report_is_made_more_is_told_and_another_is_waived(ana, incident):
    one = started(ana, incident, "gdpr").json()
    authority, people = (f"/api/v1/law-reports/{row['id']}" for row in one["reports"])
    said = {"text": "Forty addresses were lost.", "to": "DPA", "reference": "77"}
    more = f"/api/v1/obligations/{one['id']}/more"
    assert ana.ask("post", more, said).status_code == 409
    done = ana.ask("post", f"{authority}/report", said).json()
    assert (done["to"], done["reported_by"]["name"]) == ("DPA", make.ana().name)
    assert ana.ask("post", f"{authority}/report", said).status_code == 409
    assert ana.ask("post", more, said).json()["stage"] == "more"
    assert ana.ask("post", f"{people}/waive", {"reason": "Encrypted."}).json()["close_reason"] == "Encrypted."
    assert ana.ask("get", "/api/v1/law-reports?open=true").json()["items"] == []


def test_what_a_law_does_not_have_is_refused_by_its_field(ana, incident):
    answer = started(ana, incident, "dora", terms="off_days")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/hours")
    other = make.attachment(make.incident().ticket)
    row = started(ana, incident).json()["reports"][0]
    said = {"text": "Down.", "to": "CSIRT", "attachment": other.pk}
    assert ana.ask("post", f"/api/v1/law-reports/{row['id']}/report", said).status_code == 422


def test_a_stranger_finds_none(ana, incident):
    path = started(ana, incident).headers["Location"]
    assert make.Program(make.token(make.stranger())).ask("get", path).status_code == 404
    assert clock.now() >= incident.ticket.opened_at
