"""Requests over the API: asked for, worked on, ended; by whoever asked, by the desk, and by nobody else."""

from testing import make
from watchkeep.work.requests.models import Holding, Request
from watchkeep.work.tickets.models import Ticket


def by_desk():
    return make.program(make.bo())


def step(program, number, verb, body=None):
    answer = program.ask("post", f"requests/{number}/{verb}", body or {})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_request_in_ones_own_words_is_lived_through():
    asker = make.program(make.asker())
    made = asker.ask("post", "requests", {"title": "A second screen", "description": "For the plans"})
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/requests/{made.json()['number']}")
    number, desk = made.json()["number"], by_desk()
    assert (made.json()["source"], made.json()["steps"]) == ("api", ["withdraw"])
    assert step(desk, number, "start")["assignee"]["name"] == "Bo"
    held = step(desk, number, "hold", {"reason": "Which size?", "for_requester": True})
    assert (held["state"], held["waits_for_requester"]) == ("on_hold", True)
    said = asker.ask("post", f"tickets/{number}/comments", {"body": "27 inches"})
    assert said.status_code == 201
    assert desk.ask("get", f"requests/{number}").json()["state"] == "in_progress"
    assert step(desk, number, "fulfil", {"result": "On your desk"})["state"] == "resolved"
    again = step(asker, number, "reopen", {"reason": "It flickers"})
    assert (again["state"], again["reopened_count"]) == ("in_progress", 1)
    step(desk, number, "fulfil", {"result": "Another one"})
    assert step(desk, number, "close")["state"] == "closed"
    told = [one["kind"] for one in asker.ask("get", f"tickets/{number}/timeline").json()["items"]]
    assert told[0] == "request.opened"
    assert told[-1] == "request.closed"


def test_who_works_on_requests_asks_for_others_and_nobody_else_does():
    person = make.asker()
    asked = by_desk().ask("post", "requests", {"title": "A chair", "requester": person.pk, "source": "phone"}).json()
    assert (asked["requester"]["id"], asked["opened_by"]["name"], asked["source"]) == (person.pk, "Bo", "phone")
    refused = make.program(person).ask("post", "requests", {"title": "A chair", "requester": make.employee().pk})
    assert (refused.status_code, refused.json()["permission"]) == (403, "request.work")


def test_the_answer_to_an_order_is_what_one_reads_afterwards():
    asks = make.form(make.question("size", ask="number"), make.question("file", ask="file", required=False))
    item = make.catalogue_item(form=asks, approval=[make.manager_stage()], about={"service": make.service()})
    program = make.program(make.asker(manager=make.ana()))
    for body in ({"title": "A chair"}, {"item": item.pk, "answers": {"size": 5}, "quantity": 2, "tags": ["b", "a"]}):
        made = program.ask("post", "requests", body)
        read = program.ask("get", f"requests/{made.json()['number']}")
        assert (made.json(), made.headers["ETag"]) == (read.json(), read.headers["ETag"])


def test_the_same_key_asks_once():
    program = make.program(make.asker())
    for _ in range(2):
        program.ask("post", "requests", {"title": "A chair"}, idempotency_key="k1")
    assert Ticket.objects.count() == 1


def test_a_wrong_answer_is_named_and_nothing_is_opened():
    item = make.catalogue_item(form=make.form(make.question("size", ask="number")))
    answer = make.program(make.asker()).ask("post", "requests", {"item": item.pk, "answers": {"size": "large"}})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/answers.size")
    assert not Request.objects.exists()


def test_whoever_asked_changes_it_and_a_colleague_does_not_even_see_it():
    item = make.catalogue_item(form=make.form(make.question("size", ask="number")), approval=[make.manager_stage()])
    row = make.asked(item=item, answers={"size": 10})
    mine, other = make.program(make.asker()), make.program(make.employee())
    assert step(mine, row.number, "change", {"answers": {"size": 20}})["answers"] == {"size": 20}
    states = [one["state"] for one in mine.ask("get", f"approvals?ticket={row.number}").json()["items"]]
    assert states == ["pending", "fallen"]
    assert other.ask("post", f"requests/{row.number}/withdraw", {}).status_code == 404
    assert step(mine, row.number, "withdraw")["state"] == "cancelled"


def test_the_list_answers_the_questions_of_the_queue_and_by_item():
    item = make.catalogue_item()
    mine, others = make.request(item=item), make.request("A chair", requester=make.employee())
    desk, asker = by_desk(), make.program(make.asker())
    numbers = [one["number"] for one in desk.ask("get", "requests").json()["items"]]
    assert numbers == [others.number, mine.number]
    found = desk.ask("get", f"requests?item={item.pk}").json()["items"]
    assert [one["item"]["name"] for one in found] == ["Cloud storage"]
    assert [one["number"] for one in asker.ask("get", "requests?requester=me").json()["items"]] == [mine.number]
    first = desk.ask("get", "requests?size=1").json()
    assert [one["number"] for one in desk.ask("get", first["next"]).json()["items"]] == [mine.number]


def test_an_incident_goes_on_where_it_ends():
    row = make.request("The screen is broken")
    turned = step(by_desk(), row.number, "turn")
    assert turned["state"] == "closed"
    assert by_desk().ask("get", f"incidents/{turned['turned_into']}").json()["title"] == "The screen is broken"


def test_it_is_corrected_assigned_refused_and_cancelled():
    desk, row = by_desk(), make.request()
    seen = desk.ask("get", f"requests/{row.number}")
    edited = desk.ask("patch", f"requests/{row.number}", {"tags": ["vip"]}, if_match=seen.headers["ETag"])
    assert edited.json()["tags"] == ["vip"]
    assert step(desk, row.number, "assign", {"person": make.ana().pk})["assignee"]["name"] == "Ana"
    assert step(desk, row.number, "refuse", {"reason": "None is left"})["refuse_reason"] == "None is left"
    assert step(desk, make.request().number, "cancel", {"reason": "Twice"})["state"] == "cancelled"
    wrong = desk.ask("post", f"requests/{row.number}/start", {})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_state")


def test_everybody_gives_back_their_own_and_the_desk_anybodys():
    item = make.catalogue_item(is_kept=True)
    for _ in range(2):
        step(by_desk(), make.request(item=item).number, "fulfil", {"result": "There"})
    asker, other = make.program(make.asker()), make.program(make.employee())
    had = asker.ask("get", "holdings?person=me").json()["items"]
    assert [one["item"]["name"] for one in had] == ["Cloud storage"] * 2
    assert other.ask("get", "holdings").json()["items"] == []
    assert other.ask("post", f"holdings/{had[0]['id']}/give-back", {}).status_code == 404
    assert asker.ask("post", f"holdings/{had[0]['id']}/give-back", {"reason": "Left"}).json()["end_reason"] == "Left"
    assert by_desk().ask("post", f"holdings/{had[1]['id']}/give-back", {}).status_code == 200
    assert Holding.objects.had().count() == 0
