"""A program writes a review, records causes, follows corrective actions and reads patterns."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import sweep
from watchkeep.insight.reviews import jobs as reviews
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.problems import life as problems


@pytest.fixture
def mia():
    return make.Program(make.token(make.manager()))


def post(program, path, body=None, status=200):
    answer = program.ask("post", f"/api/v1{path}", {} if body is None else body)
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def test_a_review_is_written_signed_and_published(mia):
    incident = make.incident("restored", severity=3, service=make.service("Shop"))
    review = post(mia, "/reviews", {"incident": incident.number}, 201)
    at = f"/reviews/{review['id']}"
    texts = {"narrative": "The pool ran dry.", "owner": make.ana().pk}
    written = mia.ask("patch", f"/api/v1{at}", texts, if_match="*").json()
    assert (written["narrative"], written["owner"]["name"]) == ("The pool ran dry.", "Ana")
    factor = post(mia, f"{at}/causes", {"kind": "factor", "text": "All connections were taken"}, 201)
    under = {"kind": "cause", "text": "Last year's size", "category": "capacity-growth", "led_to": factor["id"]}
    cause = post(mia, f"{at}/causes", under, 201)
    assert cause["led_to"] == [factor["id"]]
    circle = {"effect": cause["id"]}
    assert post(mia, f"{at}/causes/{factor['id']}/led-to", circle, 422)["code"] == "circle"
    post(mia, f"{at}/participants", {"person": make.manager().pk, "must_sign": True})
    for verb in ("ask-sign-off", "sign", "publish"):
        shown = post(mia, f"{at}/{verb}")
    assert (shown["state"], shown["participants"][0]["signed_at"] is None) == ("published", False)
    assert mia.ask("patch", f"/api/v1{at}", {"lucky": "No"}, if_match="*").status_code == 409
    post(mia, f"{at}/addenda", {"text": "It was the cache after all."})
    assert [row["text"] for row in mia.ask("get", f"/api/v1{at}").json()["addenda"]] == ["It was the cache after all."]


def test_what_was_told_is_pinned_and_corrected_beside_what_it_says(mia):
    review = make.major()
    fact = facts.told("ticket", review.incident_id).get(kind="incident.restored").pk
    at, about = f"/reviews/{review.pk}", {"what": "fact", "which": fact}
    post(mia, f"{at}/pins", about)
    said = about | {"text": "Back four minutes earlier", "reason": "Access log"}
    post(mia, f"{at}/corrections", said)
    [entry] = mia.ask("get", f"/api/v1{at}/entries").json()["items"]
    assert (entry["fact"], entry["is_pinned"], entry["corrections"][0]["reason"]) == (fact, True, "Access log")
    assert post(mia, f"{at}/pins", {"what": "fact", "which": 1}, 422)["code"] == "unknown"


def test_a_meeting_is_set_and_called_off(mia):
    review = make.major()
    at = f"/api/v1/reviews/{review.pk}/meeting"
    starts = (clock.now() + timedelta(days=2)).isoformat()
    assert mia.ask("post", at, {"starts_at": starts, "minutes": 30}).json()["meeting_minutes"] == 30
    assert mia.ask("delete", at).status_code == 204
    assert mia.ask("delete", at).status_code == 409


def test_what_is_lacking_is_said_and_a_review_is_waived_by_whoever_may(mia):
    review = make.major()
    at = f"/reviews/{review.pk}"
    assert len(mia.ask("get", f"/api/v1{at}/lacks").json()["lacks"]) == 5
    reason = {"reason": "The service ends tomorrow"}
    assert post(make.Program(make.token(make.ana())), f"{at}/waive", reason, 403)["permission"] == "review.waive"
    assert post(mia, f"{at}/waive", reason)["waiver_reason"] == "The service ends tomorrow"


def test_an_action_is_opened_moved_done_and_becomes_a_preventive_task(mia):
    review = make.major(service=make.service("Shop"))
    due = (clock.now() + timedelta(days=9)).date()
    wanted = {"title": "Size the pool", "owner": make.ana().pk, "due_on": due.isoformat(), "type": "prevent"}
    action = post(mia, f"/reviews/{review.pk}/corrective-actions", wanted, 201)
    at = f"/corrective-actions/{action['id']}"
    later = {"due_on": (due + timedelta(days=1)).isoformat()}
    assert mia.ask("patch", f"/api/v1{at}", later, if_match="*").json()["due_on"] == later["due_on"]
    first = {"first_on": (clock.now() + timedelta(days=30)).date().isoformat(), "rule": "FREQ=MONTHLY;BYDAY=1TU"}
    task = post(mia, f"{at}/prevent", first, 201)
    assert (task["service"]["name"], task["rhythm"], task["owner"]["name"]) == (
        "Shop", "Every month on the first Tuesday", "Ana",
    )  # fmt: skip
    assert post(mia, f"{at}/done", {"evidence": "See the graph"})["state"] == "done"
    done = post(mia, f"/preventive-tasks/{task['id']}/done", {"evidence": "Compared", "due_on": task["next_on"]})
    assert done["next_on"] > task["next_on"]
    again = {"evidence": "Compared", "due_on": task["next_on"]}
    assert post(mia, f"/preventive-tasks/{task['id']}/done", again, 409)["code"] == "wrong_state"
    [once] = mia.ask("get", f"/api/v1/preventive-tasks/{task['id']}/occurrences").json()["items"]
    assert once["evidence"] == "Compared"


def test_a_problem_is_taken_from_an_incident_known_mended_and_verified(mia):
    incident = make.incident(service=make.service("Shop"), fingerprint="abc")
    told = {"title": "The pool runs dry", "incident": incident.number}
    problem = post(mia, "/problems", told, 201)
    assert (problem["source"], problem["service"]["name"]) == ("incident", "Shop")
    at = f"/problems/{problem['id']}"
    post(mia, f"{at}/known-error", {"workaround": "Restart the pool"})
    again = make.incident(service=make.service("Other"), fingerprint="abc")
    fitting = mia.ask("get", f"/api/v1/problems?fits={again.number}").json()["items"]
    assert [one["workaround"] for one in fitting] == ["Restart the pool"]
    assert mia.ask("get", "/api/v1/problems?fits=INC-0").status_code == 422
    change = {"reference": "CHG-7", "change_link": "https://git.example/change/7"}
    odd = post(mia, f"{at}/begin-fix", {"because": "Too small", **change, "change_link": "git.example"}, 422)
    assert [one["pointer"] for one in odd["errors"]] == ["#/change_link"]
    assert post(mia, f"{at}/begin-fix", {"because": "Too small", **change})["change_link"] == change["change_link"]
    found = [mia.ask("get", f"/api/v1/problems?reference={name}").json()["items"] for name in ("CHG-7", "CHG-8")]
    assert [[one["id"] for one in items] for items in found] == [[problem["id"]], []]
    post(mia, f"{at}/resolve", {"fix": "Made it larger"})
    assert post(mia, f"{at}/close", {"verification": "Quiet for a month"})["verification"] == "Quiet for a month"
    assert post(mia, f"{at}/reopen", {"reason": "It is back"})["state"] == "investigating"


def test_a_suggested_problem_is_taken_or_dismissed_once(mia):
    tickets = [make.incident().ticket for _time in range(3)]
    for key in ("one", "two"):
        problems.suggest(by=CLOCK, key=key, title=f"Fault {key}", why="3 times", tickets=tickets)
    two, one = mia.ask("get", "/api/v1/problem-suggestions").json()["items"]
    assert one["incidents"] == [ticket.pk for ticket in tickets]
    assert post(mia, f"/problem-suggestions/{one['id']}/take")["source"] == "recurrence"
    post(mia, f"/problem-suggestions/{one['id']}/take", status=404)
    post(mia, f"/problem-suggestions/{two['id']}/dismiss", {"reason": "Planned work"}, 204)
    assert mia.ask("get", "/api/v1/problem-suggestions").json()["items"] == []


def test_patterns_are_read_and_each_figure_opens_to_its_rows(mia):
    shop = make.service("Shop")
    with clock.travel(days=-3):
        make.cause(make.major(service=shop, fingerprint="abc"))
    make.incident(service=shop, fingerprint="abc")
    assert mia.ask("get", "/api/v1/patterns?days=30").json()["counted_at"] is None
    sweep(reviews.count_days)
    shown = mia.ask("get", "/api/v1/patterns?days=30").json()
    assert (shown["opened"], shown["recurred"], shown["recurrence_rate"], shown["cure_median_seconds"]) == (
        2, 1, 0.5, None,
    )  # fmt: skip
    assert sum(month["opened"] for month in shown["months"]) == 2
    [place] = [one for one in shown["causes"] if one["by"] == "service"]
    opened = mia.ask("get", f"/api/v1/patterns/causes?days=30&by=service&key={place['key']}").json()["items"]
    assert (place["name"], place["count"], [one["text"] for one in opened]) == ("Shop", 1, ["The test left out memory"])
    assert len(mia.ask("get", "/api/v1/patterns/recurrences?days=30").json()["items"]) == 1
    reader = make.program(make.manager(), scopes=("review.see",))
    assert reader.ask("get", "/api/v1/patterns/causes").json()["items"] == []
