import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Approval
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Holding, Request
from watchkeep.work.tickets import life as tickets

VERBS = ("start", "hold", "resume", "fulfil", "close", "ask_again", "refuse", "cancel", "withdraw", "reopen", "reply",
         "note", "assign", "turn")  # fmt: skip


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ana():
    return client_of(make.ana())


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_request_is_lived_through(ana):
    row = make.request("A second screen", description="For the *long* tables")
    at = f"/requests/{row.number}"
    assert "A second screen" in page(ana, "/requests")
    for verb, given in (
        ("start", {}),
        ("note", {"body": "None in stock"}),
        ("hold", {"reason": "Which size?", "for_requester": "on"}),
        ("resume", {}),
        ("reply", {"body": "It comes on Friday"}),
        ("fulfil", {"result": "It stands on your desk"}),
        ("reopen", {"reason": "Wrong cable"}),
        ("fulfil", {"result": "With the right cable"}),
        ("close", {}),
    ):
        assert ana.post(f"{at}/{verb}", given).status_code == 302, verb
    shown = page(ana, at)
    for words in ("With the right cable", "None in stock", "It comes on Friday", "<em>long</em>", "Which size?"):
        assert words in shown


def test_every_verb_has_a_page_that_says_what_is_missing(ana):
    row = make.request()
    for verb in VERBS:
        page(ana, f"/requests/{row.number}/{verb}")
    for verb in ("hold", "fulfil", "refuse", "cancel", "reply", "note"):
        assert ana.post(f"/requests/{row.number}/{verb}", {}).status_code == 422, verb
    assert ana.post(f"/requests/{row.number}/resume", {}).status_code == 409


def test_a_stranger_finds_nothing():
    row, stranger = make.request(), client_of(make.stranger())
    page(stranger, f"/requests/{row.number}", 404)
    for verb in VERBS:
        assert stranger.post(f"/requests/{row.number}/{verb}", {}).status_code == 404, verb
    page(stranger, "/requests", 403)


def test_whoever_called_is_written_down_and_an_item_asks_its_questions(ana):
    item = make.catalogue_item(form=make.form(make.question("size", ask="number", most=500)))
    karim = make.asker()
    given = {"requester": karim.pk, "source": "phone", "title": "His chair broke", "description": ""}
    assert ana.post("/requests/new", given).status_code == 302
    assert Request.objects.get().source == "phone"
    assert ana.post("/requests/new", given | {"title": ""}).status_code == 422
    there = ana.post("/requests/new", given | {"item": item.pk, "title": ""})["Location"]
    assert there.startswith(f"/requests/new/{item.slug}?")
    assert ana.post(there, {"quantity": 1, "answers.size": "900"}).status_code == 422
    assert ana.post(there, {"quantity": 1, "answers.size": "90"}).status_code == 302
    row = Request.objects.get(item=item)
    assert (row.answers, row.ticket.requester) == ({"size": 90}, karim)


def test_what_was_approved_falls_when_it_changes_and_the_page_shows_both(ana):
    item = make.catalogue_item(form=make.form(make.question("size", ask="number")), approval=[make.manager_stage()])
    row = make.asked(manager=make.bo(), item=item, answers={"size": 5})
    make.approve(row)
    at = f"/requests/{row.number}"
    assert ana.post(f"{at}/change", {"quantity": 1, "answers.size": "500"}).status_code == 302
    shown = page(ana, at)
    for words in ("Waiting for approval", "No longer valid", "What is asked for has changed."):
        assert words in shown


def test_nobody_answered_and_the_desk_asks_again(ana):
    row = make.asked(manager=make.bo())
    assert f"/requests/{row.number}/ask_again" not in page(ana, f"/requests/{row.number}")
    approvals.expire(Approval.objects.get(ticket=row.pk))
    assert "Nobody answered in time" in page(ana, f"/requests/{row.number}")
    assert ana.post(f"/requests/{row.number}/ask_again").status_code == 302
    assert make.ballot(row).person == make.bo()


def test_something_broken_goes_on_as_an_incident(ana):
    row = make.request("The printer smokes")
    answer = ana.post(f"/requests/{row.number}/turn")
    row = Request.objects.get(pk=row.pk)
    assert answer["Location"] == f"/incidents/{row.turned_into.number}"
    assert row.turned_into.title == "The printer smokes"
    assert row.turned_into.number in page(ana, f"/requests/{row.number}")


def test_what_somebody_holds_is_shown_and_given_back(ana):
    row = make.request("", item=make.catalogue_item("Loan laptop", is_kept=True))
    life.fulfil(row, by=CLOCK, result="Here it is")
    held = Holding.objects.get()
    assert "Given back" in page(ana, f"/requests/{row.number}")
    assert ana.post(f"/requests/{row.number}/holdings/{held.pk}/back", {"reason": "Returned"}).status_code == 302
    assert "Returned" in page(ana, f"/requests/{row.number}")


def test_a_file_is_handed_out_to_whoever_sees_the_request(ana):
    row = make.request()
    by = make.actor(make.asker())
    kept = tickets.attach(row.ticket, by=by, file=ContentFile(b"a line"), name="log.txt", declared="text/plain")
    assert ana.get(f"/requests/{row.number}/files/{kept.pk}").status_code == 200
    page(client_of(make.stranger()), f"/requests/{row.number}/files/{kept.pk}", 404)


def test_the_page_asks_the_same_number_of_questions_however_long_the_story(ana):
    row = make.asked()

    def count():
        with CaptureQueriesContext(connection) as asked:
            page(ana, f"/requests/{row.number}")
        return len(asked)

    count()  # the first page of a browser also notes that it was there
    first = count()
    for _more in range(5):
        tickets.note(row.ticket, by=make.actor(make.ana()), body="Still waiting")
    assert count() == first
