import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
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
from watchkeep.work.tickets.models import Attachment, Comment, Draft, Link

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


def test_two_who_change_different_answers_merge_and_a_clash_is_shown(ana):
    item = make.catalogue_item(form=make.form(make.question("size"), make.question("colour")))
    row = make.asked(item=item, answers={"size": "5", "colour": "red"})
    at = f"/requests/{row.number}/change"
    drawn = {"quantity": 1, "initial-quantity": 1, "version": Request.objects.get(pk=row.pk).ticket.version}
    seen = {"initial-answers.size": "5", "initial-answers.colour": "red"}
    said = [{"answers.size": "9", "answers.colour": "red"}, {"answers.size": "5", "answers.colour": "blue"}]
    assert [ana.post(at, drawn | seen | one).status_code for one in said] == [302, 302]
    assert Request.objects.get(pk=row.pk).answers == {"size": "9", "colour": "blue"}
    assert ana.post(at, drawn | seen | {"answers.size": "7", "answers.colour": "red"}).status_code == 409
    assert Request.objects.get(pk=row.pk).answers == {"size": "9", "colour": "blue"}


def test_files_are_asked_for_at_the_desk_and_go_into_the_thread(ana):
    item = make.catalogue_item(form=make.form(make.question("photo", ask="file")))
    at = f"/requests/new/{item.slug}?requester={make.asker().pk}&source=phone"
    assert 'enctype="multipart/form-data"' in page(ana, at)
    photo = SimpleUploadedFile("desk.png", b"\x89PNG\r\n\x1a\n", "image/png")
    assert ana.post(at, {"quantity": 1, "answers.photo": photo}).status_code == 302
    assert Attachment.objects.get(ticket=Request.objects.get().pk).name == "desk.png"


def test_the_composer_keeps_drafts_takes_files_and_speaks_to_people(ana):
    row, bo = make.request(), make.bo()
    at = f"/requests/{row.number}"
    ana.post(f"/tickets/{row.number}/draft", {"body": "Half a th", "way": "reply"}, headers={"X-Script": "1"})
    shown = page(ana, at)
    for words in (
        "Half a th</textarea>",
        f"/tickets/{row.number}/macros",
        f"/tickets/{row.number}/here",
        "Start the clock",
    ):
        assert words in shown, words
    log = SimpleUploadedFile("log.txt", b"a line", "text/plain")
    assert ana.post(f"{at}/reply", {"body": "See the log", "uploads": log}).status_code == 302
    assert Attachment.objects.get(ticket=row.pk).comment.body == "See the log"
    assert not Draft.objects.exists()
    assert ana.post(f"{at}/note", {"body": "Have a look", "mention": bo.pk}).status_code == 302
    assert f"@{bo.email} Have a look" in Comment.objects.latest("pk").body


def test_two_that_are_one_are_merged_taken_apart_linked_and_split(ana):
    row, same = make.request("A screen"), make.request("The same screen")
    said = tickets.reply(same.ticket, by=make.actor(make.asker()), body="And a cable, please")
    assert ana.post(f"/tickets/{same.number}/merge", {"other": row.number}).status_code == 302
    shown = page(ana, f"/requests/{row.number}")
    assert "And a cable, please" in shown
    assert same.number in shown
    assert "Take it out again" in page(ana, f"/requests/{same.number}")
    assert ana.post(f"/tickets/{same.number}/unmerge").status_code == 302
    assert Request.objects.get(pk=same.pk).state == "new"
    split = {"title": "A cable", "kind": "request"}
    assert ana.post(f"/tickets/{same.number}/split/{said.pk}", split).status_code == 302
    [tie] = Link.objects.filter(target=same.ticket)
    assert "Take the link to" in page(ana, f"/requests/{same.number}")
    assert ana.post(f"/tickets/{same.number}/links/{tie.pk}/delete").status_code == 302
    assert not Link.objects.exists()


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

    tickets.note(row.ticket, by=make.actor(make.ana()), body="Waiting")
    count()  # the first page of a browser also notes that it was there
    first = count()
    for _more in range(5):
        tickets.note(row.ticket, by=make.actor(make.ana()), body="Still waiting")
    assert count() == first
