"""The pages of the portals: who sees what, in which words, and what a press does."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.makers import desk
from watchkeep.doors import portal
from watchkeep.doors.ui import catalogue
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.requests import life as asking
from watchkeep.work.selfservice.models import Attempt
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment

PAGES = ("/portal/", "/portal/search", "/portal/search?q=dark", "/portal/suggest?q=da", "/portal/requests",
         "/portal/requests?show=ended", "/portal/manifest.webmanifest")  # fmt: skip
DOOR = Path(portal.__file__).parent
SAID = re.compile(r"""(?:{% translate |\b_\()['"]((?:[^'"\\]|\\.)+)['"]""")
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
PLACE = re.compile(r"{{ (\w+) }}")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def eve():
    return client_of(make.employee())


def opened(person, title="No network", **more):
    return incidents.open_(by=make.actor(person), title=title, **more)


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_drawn_for_an_employee_a_customer_and_an_agent(eve, path):
    for client in (eve, client_of(make.stranger()), client_of(make.ana())):
        page(client, path)


@pytest.mark.parametrize("path", [*PAGES, "/portal/requests/INC-1", "/portal/articles/KB-1"])
def test_whoever_has_not_signed_in_is_sent_to_the_login(path):
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"][:12]) == (302, "/login?next=")


def test_whoever_only_asks_lands_in_the_portal_and_agents_do_not(eve):
    assert eve.get("/now").headers["Location"] == "/portal/"
    assert client_of(make.ana()).get("/now").status_code == 200


def test_somebody_elses_ticket_and_article_are_not_there(eve):
    mine, other = opened(make.employee()), opened(make.person(roles=("employee",)))
    page(eve, f"/portal/requests/{mine.number}")
    assert "There is nothing here" in page(eve, f"/portal/requests/{other.number}", 404)
    assert eve.post(f"/portal/requests/{other.number}/reply", {"body": "Hello"}).status_code == 404
    internal = make.article(audience="internal")
    page(eve, f"/portal/articles/{internal.number}", 404)


def test_a_customer_finds_no_article_for_employees():
    article = make.article(title="Dark screen at the desk")
    customer = client_of(make.stranger())
    assert article.title not in page(customer, "/portal/search?q=dark+screen")
    page(customer, f"/portal/articles/{article.number}", 404)


def test_the_agent_s_own_portal_shows_their_own_requests_alone():
    theirs, others = opened(make.ana(), "My chair", requester=make.ana()), opened(make.employee(), "A lamp")
    listed = page(client_of(make.ana()), "/portal/requests")
    assert (theirs.number in listed, others.number in listed) == (True, False)


def test_help_is_found_read_and_said_to_have_helped(eve):
    article = make.article(title="Locked out of your account", summary="Unlock it yourself.")
    assert article.title in page(eve, "/portal/suggest?q=locke")
    assert Attempt.objects.count() == 0
    assert article.title in page(eve, "/portal/search?q=locked+out")
    assert "Did this help?" in page(eve, f"/portal/articles/{article.number}")
    answer = eve.post(f"/portal/articles/{article.number}/word", {"helped": "yes"})
    assert (answer.status_code, Attempt.objects.get().said_solved_at is not None) == (302, True)


def test_ones_own_requests_are_found_by_what_was_replied_but_never_by_notes(eve):
    agent, ticket = make.actor(make.ana()), opened(make.employee(), "No network").ticket
    tickets.reply(ticket, by=agent, body="Is the blue lamp on?")
    tickets.note(ticket, by=agent, body="The wiretap again.")
    tickets.watch(ticket, by=CLOCK, person=make.ana())
    others = opened(make.stranger(), "A lamp", description="It is blue.").ticket
    for path in ("/portal/suggest?q=network+lam", "/portal/search?q=blue+lamp"):
        found = page(eve, path)
        assert (ticket.number in found, others.number in found) == (True, False), path
    for path in ("/portal/suggest?q=wireta", "/portal/search?q=wiretap"):
        for reader in (eve, client_of(make.ana())):
            assert ticket.number not in page(reader, path), path


def test_a_letter_asks_once_for_each_kind_of_thing(eve):
    make.article(title="Locked out of your account", summary="Unlock it yourself.")
    desk.catalogue_item("Locker for a year")
    ticket = opened(make.employee(), "My locker is stuck").ticket
    page(eve, "/portal/suggest?q=lo")
    with CaptureQueriesContext(connection) as asked:
        found = page(eve, "/portal/suggest?q=locke")
    assert [one in found for one in ("Locked out", "Locker for a year", ticket.number)] == [True, True, True]
    assert len(asked) <= 12, [one["sql"].strip()[:150] for one in asked]


def test_of_ones_own_requests_the_latest_are_looked_through_while_typing(eve, monkeypatch):
    monkeypatch.setattr("watchkeep.doors.portal.finding.LATEST", 1)
    old, new = (opened(make.employee(), f"{name} locker").ticket.number for name in ("Old", "New"))
    found = page(eve, "/portal/suggest?q=locker")
    assert (old in found, new in found) == (False, True)


def test_what_did_not_help_becomes_a_word_to_its_owner(eve):
    article = make.article()
    assert "What was missing" in page(eve, f"/portal/articles/{article.number}?why=1")
    eve.post(f"/portal/articles/{article.number}/word", {"helped": "no", "comment": "Which button?"})
    assert article.feedback.get().comment == "Which button?"


def test_a_ticket_says_in_plain_words_how_it_stands_and_takes_an_answer_with_a_picture(eve):
    incident = opened(make.employee(), description="It blinks.")
    at = f"/portal/requests/{incident.number}"
    drawn = page(eve, at)
    assert "We have it" in drawn
    for internal in ("P3", "SEV", "Priority", "Assignee", "SLA"):
        assert internal not in drawn
    picture = SimpleUploadedFile("screen.png", PICTURE, "image/png")
    assert eve.post(f"{at}/reply", {"body": "Here it is", "uploads": [picture]}).headers["Location"] == at
    comment = Comment.objects.get()
    file = comment.attachments.get()
    answer = eve.get(f"{at}/files/{file.pk}")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")


def test_notes_and_their_files_stay_with_us(eve):
    incident = opened(make.employee())
    tickets.note(incident.ticket, by=make.actor(make.ana()), body="They always say that")
    assert "always say" not in page(eve, f"/portal/requests/{incident.number}")


def test_saying_that_it_is_not_solved_takes_it_up_again(eve):
    incident = opened(make.employee())
    incidents.resolve(incident, by=CLOCK, fix="Restarted")
    assert "Not solved?" in page(eve, f"/portal/requests/{incident.number}")
    eve.post(f"/portal/requests/{incident.number}/reply", {"body": "No, it is still dark"})
    assert Incident.objects.get(pk=incident.pk).is_open


@pytest.mark.parametrize(("field", "value"), [("body", ""), ("body", "x" * 20_001)])
def test_an_answer_that_is_none_is_drawn_again(eve, field, value):
    incident = opened(make.employee())
    answer = eve.post(f"/portal/requests/{incident.number}/reply", {field: value})
    assert answer.status_code == 422


def test_the_portal_speaks_the_reader_s_language(eve):
    assert "Meine Anfragen" in eve.get("/portal/", headers={"Accept-Language": "de-AT,de;q=0.9"}).content.decode()
    answer = eve.post("/portal/language", {"language": "de"}, headers={"Referer": "http://testserver/portal/requests"})
    assert answer.headers["Location"].endswith("/portal/requests")
    assert "Meine Anfragen" in page(eve, "/portal/")
    assert "Incidents" in page(client_of(make.ana()), "/now")


def test_every_word_of_the_portals_is_said_in_german():
    sources = [*DOOR.rglob("*.py"), *DOOR.rglob("*.html")]
    words = {
        found
        for path in sources
        if "tests" not in path.parts and path.name != "apps.py"
        for found in SAID.findall(path.read_text())
    }
    words |= {PLACE.sub(r"%(\1)s", found) for path in DOOR.rglob("*.html") for found in BLOCK.findall(path.read_text())}
    assert words - set(catalogue.read((DOOR / "locale/de.po").read_text())) == set()


def test_lists_ask_as_many_questions_however_long_they_are(eve):
    opened(make.employee())
    page(eve, "/portal/requests")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(eve, "/portal/requests")
    for number in range(8):
        opened(make.employee(), f"No network {number}")
    with CaptureQueriesContext(connection) as many:
        page(eve, "/portal/requests")
    assert len(many) <= len(few)


def test_whoever_asked_twice_is_led_to_where_it_goes_on():
    eve = make.employee()
    once, twice = make.request(requester=eve), make.request("The same", requester=eve)
    asking.merge(twice, by=CLOCK, into=once)
    shown = client_of(eve).get(f"/portal/requests/{twice.number}").content.decode()
    assert "Put together" in shown
    assert f"/portal/requests/{once.number}" in shown
