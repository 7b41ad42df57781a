import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from testing import make


def opened(program, **more):
    answer = program.ask("post", "incidents", {"title": "Web shop is down"} | more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_incident_is_opened_and_found_where_the_answer_says():
    shop = make.service("Web shop", tier=1)
    program = make.program(make.ana())
    answer = program.ask("post", "incidents", {"title": "Web shop is down", "service": shop.pk, "tags": ["db"]})
    assert answer.status_code == 201
    found = program.ask("get", answer.headers["Location"])
    assert found.json() == answer.json()
    assert found.headers["ETag"] == answer.headers["ETag"]
    assert found.json()["service"] == {"id": shop.pk, "name": "Web shop"}
    assert found.json()["team"]["name"] == "Operations"
    assert "acknowledge" in found.json()["steps"]


def test_a_life_is_lived_by_its_verbs():
    program = make.program(make.ana())
    number = opened(program)["number"]
    for verb, body, state in [
        ("triage", {"impact": 3, "urgency": 2}, "triaged"),
        ("acknowledge", None, "in_progress"),
        ("hold", {"reason": "Waiting for a part"}, "on_hold"),
        ("resume", None, "in_progress"),
        ("restore", {}, "restored"),
        ("resolve", {"fix": "Restarted the relay"}, "resolved"),
        ("close", None, "closed"),
        ("reopen", {"reason": "It is back"}, "in_progress"),
        ("cancel", {"reason": "A false alarm"}, "cancelled"),
    ]:
        answer = program.ask("post", f"incidents/{number}/{verb}", body)
        assert (answer.status_code, answer.json().get("state")) == (200, state), answer.content
    timeline = program.ask("get", f"incidents/{number}/timeline").json()["items"]
    kinds = [fact["kind"] for fact in timeline if fact["kind"].startswith("incident.")]
    assert kinds[:3] == ["incident.opened", "incident.triaged", "incident.reprioritised"]


def test_a_verb_from_the_wrong_state_is_a_conflict():
    program = make.program(make.ana())
    answer = program.ask("post", f"incidents/{opened(program)['number']}/close")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/title"),
        ({"title": ""}, "#/title"),
        ({"title": " "}, "#/title"),
        ({"title": 5}, "#/title"),
        ({"title": "x" * 201}, "#/title"),
        ({"title": "x", "impact": 9}, "#/impact"),
        ({"title": "x", "service": 999}, "#/service"),
        ({"title": "x", "service": 2**70}, "#/service"),
        ({"title": "x", "tags": ["not a tag"]}, "#/tags"),
        ({"title": "x", "is_drill": "yes"}, "#/is_drill"),
        ({"title": "x", "service_down_at": 5}, "#/service_down_at"),
        ({"title": "x", "service_down_at": "2026-01-01T00:00:00"}, "#/service_down_at"),
        ({"title": "x", "service_down_at": "0001-01-01T00:00:00+14:00"}, "#/service_down_at"),
        ({"title": "x", "titel": "x"}, "#/titel"),
        ({"title": "a\x00b"}, "#/title"),
        ({"title": "x", "tags": ["\x00"]}, "#/tags/0"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(body, pointer):
    answer = make.program(make.ana()).ask("post", "incidents", body)
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b'{"title": NaN}', 400),
        (b'{"title": "x", "impact": 1e999}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"title": "\\ud800"}', 422),
        (b'{"title": "\\u0000"}', 422),
        (b'{"\\udfff": 1, "title": "x"}', 422),
        (b"[]", 422),
        (b"null", 422),
        (b'{"title": "' + b"x" * 4_000_000 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_read(raw, status):
    program = make.program(make.ana())
    answer = program.post(
        "/api/v1/incidents", raw, "application/json", headers={"Authorization": f"Bearer {program.token}"}
    )
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_only_json_is_taken():
    program = make.program(make.ana())
    answer = program.post("/api/v1/incidents", {"title": "x"}, headers={"Authorization": f"Bearer {program.token}"})
    assert answer.status_code == 415


def test_nobody_is_overwritten_in_silence():
    program = make.program(make.ana())
    opening = program.ask("post", "incidents", {"title": "Web shop is down"})
    address, tag = opening.headers["Location"], opening.headers["ETag"]
    assert program.ask("patch", address, {"title": "x"}).status_code == 428
    first = program.ask("patch", address, {"title": "Shop is down"}, if_match=tag)
    assert (first.status_code, first.json()["title"]) == (200, "Shop is down")
    second = program.ask("patch", address, {"title": "Shop is slow"}, if_match=tag)
    assert (second.status_code, second.json()["current"]["title"]) == (412, "Shop is down")
    assert second.headers["ETag"] == first.headers["ETag"]
    third = program.ask("patch", address, {"cause": "A relay", "tags": ["db"]}, if_match=first.headers["ETag"])
    assert (third.json()["cause"], third.json()["tags"]) == ("A relay", ["db"])
    assert program.ask("patch", address, {"cause": "?"}, if_match="*").status_code == 200
    unchanged = program.ask("get", address, if_none_match=f'"x", {program.ask("get", address).headers["ETag"]}')
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_the_same_key_opens_one_incident():
    program = make.program(make.ana())
    first = program.ask("post", "incidents", {"title": "Once"}, idempotency_key="k1")
    again = program.ask("post", "incidents", {"title": "Once"}, idempotency_key="k1")
    assert (first.content, first.status_code) == (again.content, again.status_code)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.headers["Location"], again.headers["ETag"]) == (first.headers["Location"], first.headers["ETag"])
    assert len(program.ask("get", "incidents").json()["items"]) == 1
    other = program.ask("post", "incidents", {"title": "Another"}, idempotency_key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert program.ask("post", "incidents", {"title": "x"}, idempotency_key="ä").status_code == 422


def test_the_queue_is_walked_to_its_end_and_back():
    program = make.program(make.ana())
    numbers = [opened(program)["number"] for _ in range(5)]
    seen, page = [], program.ask("get", "incidents?size=2&group=all").json()
    assert page["previous"] is None
    while True:
        seen += [item["number"] for item in page["items"]]
        if page["next"] is None:
            break
        page = program.ask("get", page["next"]).json()
    assert seen == numbers[::-1]
    assert [item["number"] for item in program.ask("get", page["previous"]).json()["items"]] == numbers[1:3][::-1]


def test_the_queue_answers_questions():
    ana = make.ana()
    program = make.program(ana)
    shop = make.service("Web shop")
    mine = opened(program, service=shop.pk, tags=["db"], title="Checkout fails")["number"]
    opened(program)
    program.ask("post", f"incidents/{mine}/acknowledge")
    for question in ["assignee=me", f"service={shop.pk}", "tag=db", "state=in_progress&state=on_hold", "q=checkout"]:
        found = program.ask("get", f"incidents?{question}").json()["items"]
        assert [item["number"] for item in found] == [mine], question
    for wrong in ["state=x", "priority=9", "assignee=x", "since=x", "group=x", "service=x"]:
        assert program.ask("get", f"incidents?{wrong}").status_code == 422, wrong


def test_a_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    program = make.program(make.ana())
    shop = make.service("Web shop")
    program.ask("get", "incidents")
    for _ in range(12):
        opened(program, service=shop.pk)
    with django_assert_max_num_queries(5):  # the queue finds a page in two queries or three
        assert len(program.ask("get", "incidents?size=10").json()["items"]) == 10


def test_people_talk_on_it_and_customers_read_no_notes():
    customer = make.stranger()
    program, theirs = make.program(make.ana()), make.program(customer)
    number = opened(program, requester=customer.pk)["number"]
    assert program.ask("post", f"incidents/{number}/comments", {"body": "Hello"}).status_code == 201
    note = {"body": "They never pay", "is_public": False}
    assert program.ask("post", f"incidents/{number}/comments", note).json()["is_public"] is False
    program.ask("post", f"incidents/{number}/updates", {"body": "We know why"})
    everything = program.ask("get", f"incidents/{number}/comments").json()["items"]
    assert [one["body"] for one in everything] == ["Hello", "They never pay", "We know why"]
    assert len(theirs.ask("get", f"incidents/{number}/comments").json()["items"]) == 2
    kinds = [fact["kind"] for fact in theirs.ask("get", f"incidents/{number}/timeline").json()["items"]]
    assert kinds == ["incident.opened", "ticket.replied", "incident.update_posted"]
    assert theirs.ask("post", f"incidents/{number}/comments", note).status_code == 403
    costs = [who.ask("get", f"incidents/{number}").json()["cost_of_delay"] for who in (program, theirs)]
    assert [cost is None for cost in costs] == [False, True]


def test_files_come_in_as_forms_and_go_out_as_downloads():
    program = make.program(make.ana())
    number = opened(program)["number"]
    path, header = f"/api/v1/incidents/{number}/attachments", {"Authorization": f"Bearer {program.token}"}
    file = SimpleUploadedFile("trace.log", b"a line", "text/plain")
    sent = program.post(path, {"file": file}, headers=header)
    assert sent.status_code == 201, sent.content
    got = program.ask("get", f"{path}/{sent.json()['id']}/content")
    assert b"".join(got.streaming_content) == b"a line"
    assert got.headers["Content-Disposition"] == 'attachment; filename="trace.log"'
    assert got.headers["Content-Type"] == "application/octet-stream"
    page = SimpleUploadedFile("x.png", b"<html><script>", "image/png")
    assert program.post(path, {"file": page}, headers=header).status_code == 422
    assert program.post(path, {}, headers=header).status_code == 422
    for _ in range(2):
        again = SimpleUploadedFile("once.log", b"a line", "text/plain")
        program.post(path, {"file": again}, headers=header | {"Idempotency-Key": "f1"})
    assert [one["name"] for one in program.ask("get", path).json()["items"]] == ["trace.log", "once.log"]


def test_incidents_hang_together():
    ana, bo = make.ana(), make.bo()
    program = make.program(ana)
    one, two, three = (opened(program)["number"] for _ in range(3))
    link = program.ask("post", f"incidents/{one}/links", {"other": two, "relation": "caused"}).json()
    assert (link["other"], link["is_outgoing"]) == (two, True)
    assert program.ask("get", f"incidents/{two}/links").json()["items"][0]["is_outgoing"] is False
    assert program.ask("delete", f"incidents/{two}/links/{link['id']}").status_code == 204
    assert program.ask("post", f"incidents/{one}/merge", {"into": two}).json()["merged_into"] == two
    assert program.ask("post", f"incidents/{one}/unmerge").json()["merged_into"] is None
    assert program.ask("post", f"incidents/{three}/parent", {"parent": two}).json()["parent"] == two
    assert program.ask("post", f"incidents/{three}/parent", {"parent": "INC-1"}).status_code == 422
    assert program.ask("post", f"incidents/{one}/watchers", {}).status_code == 204
    assert program.ask("post", f"incidents/{one}/watchers", {"person": bo.pk}).status_code == 204
    watchers = program.ask("get", f"incidents/{one}/watchers").json()["items"]
    assert [one["name"] for one in watchers] == ["Ana", "Bo"]
    assert program.ask("delete", f"incidents/{one}/watchers/{bo.pk}").status_code == 204


def test_a_token_may_do_no_more_than_its_scopes():
    ana = make.ana()
    number = make.incident().number
    reader = make.program(ana, scopes=("*.see",))
    assert reader.ask("get", f"incidents/{number}").status_code == 200
    answer = reader.ask("post", f"incidents/{number}/acknowledge")
    assert (answer.status_code, answer.json()["permission"]) == (403, "incident.work")


def test_what_a_program_does_is_told_of_the_program():
    program = make.program(make.ana())
    incident = make.incident()
    program.ask("post", f"incidents/{incident.number}/acknowledge")
    timeline = program.ask("get", f"incidents/{incident.number}/timeline").json()["items"]
    [fact] = [fact for fact in timeline if fact["kind"] == "incident.acknowledged"]
    assert fact["by"].startswith("token:")


def test_a_token_hands_out_no_more_than_its_own_scopes():
    narrow = make.program(make.admin(), scopes=("token.issue", "ticket.see"))
    for scopes, status in [(["ticket.see"], 201), (["*"], 422), (["incident.work"], 422)]:
        assert narrow.ask("post", "tokens", {"name": "x", "scopes": scopes}).status_code == status


def test_a_browser_that_is_signed_in_needs_the_csrf_token_to_change_anything():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.ana())
    send = {"data": {"title": "Web shop is down"}, "content_type": "application/json"}
    refused = browser.post("/api/v1/incidents", **send)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    assert browser.post("/api/v1/incidents", **send, headers={"X-CSRFToken": "a" * 32}).status_code == 201
    stranger = browser.post("/api/v1/incidents", **send, headers={"Authorization": "Bearer wk_nonsense"})
    assert stranger.status_code == 401
