"""Ordering, agreeing, asking and saying how it was."""

import re

import pytest
from django.test import Client

from testing import make
from testing.harness import run_later
from watchkeep.doors.portal.tests.test_pages import PICTURE, client_of, page
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Incident
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request
from watchkeep.work.surveys import life as surveys
from watchkeep.work.surveys.models import Survey

MANAGER = {"name": "Manager", "approvers": [{"who": "manager"}]}
QUESTIONS = make.form(
    make.question("size", "How large?", ask="number", least=1, most=500),
    make.question("shared", "Do others use it?", ask="yes_no"),
    make.question("who", "Who else?", ask="person", only_if=[{"question": "shared", "value": True}]),
    make.question("plan", "Anything to show us?", ask="file", required=False),
)


@pytest.fixture
def karim():
    return make.asker("Karim", manager=make.ana())


@pytest.fixture
def item():
    return make.catalogue_item("Cloud storage", form=QUESTIONS, approval=[MANAGER], price_monthly="11.50")


def say(client, item, at, **given):
    return client.post(f"/portal/order/{item.slug}?at={at}", given)


def test_an_order_is_one_decision_at_a_time_and_asks_only_what_matters(karim, item):
    client = client_of(karim)
    assert "€" in page(client, f"/portal/catalogue/{item.slug}")
    assert "Question 1 of 3" in page(client, f"/portal/order/{item.slug}")
    assert "At most 500" in say(client, item, "size", answer="9000").content.decode()
    assert say(client, item, "size", answer="500").headers["Location"].endswith("?at=shared")
    assert say(client, item, "shared", answer="no").headers["Location"].endswith("?at=plan")
    assert say(client, item, "plan").headers["Location"].endswith("?at=end")
    end = page(client, f"/portal/order/{item.slug}?at=end")
    assert ("500" in end, "Who else?" in end) == (True, False)
    made = client.post(f"/portal/order/{item.slug}/send")
    request = Request.objects.get(item=item)
    assert (made.headers["Location"], request.answers) == (
        f"/portal/requests/{request.number}", {"size": 500, "shared": False},
    )  # fmt: skip
    assert "Waiting for approval" in page(client, f"/portal/requests/{request.number}")


def test_what_is_not_answered_yet_cannot_be_sent(karim, item):
    client = client_of(karim)
    assert client.post(f"/portal/order/{item.slug}/send").headers["Location"].endswith("?at=size")
    assert client.get(f"/portal/order/{item.slug}?at=end").headers["Location"].endswith("?at=size")
    assert not Request.objects.filter(item=item).exists()


def test_what_is_not_for_somebody_is_not_there(item):
    stranger = client_of(make.stranger())
    for path in (f"catalogue/{item.slug}", f"order/{item.slug}", f"catalogue/shelf/{item.category.slug}"):
        assert stranger.get(f"/portal/{path}").status_code == 404
    assert stranger.post(f"/portal/order/{item.slug}/send").status_code == 404


def test_a_manager_agrees_with_one_press_and_a_no_needs_a_reason(karim):
    plain = make.catalogue_item("A lamp", approval=[MANAGER])
    first, second = (make.request(requester=karim, item=plain, title=f"Lamp {n}") for n in (1, 2))
    ana = client_of(make.ana())
    one, two = make.ballot(first), make.ballot(second)
    shown = page(ana, f"/portal/approvals/{one.pk}")
    seen = re.search(r'name="seen" value="(\w+)"', shown).group(1)
    assert "Lamp" in page(ana, "/portal/approvals")
    ana.post(f"/portal/approvals/{one.pk}/answer", {"answer": "yes", "seen": seen})
    assert ana.post(f"/portal/approvals/{two.pk}/answer", {"answer": "no"}).status_code == 422
    ana.post(f"/portal/approvals/{two.pk}/answer", {"answer": "no", "reason": "Use the old one"})
    assert [Request.objects.get(pk=one.pk).state for one in (first, second)] == ["new", "refused"]
    assert "Use the old one" in page(client_of(karim), f"/portal/requests/{second.number}")
    assert client_of(karim).get(f"/portal/approvals/{two.pk}").status_code == 404


def test_something_else_is_asked_in_ones_own_words_with_a_picture(karim):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  # one test wants it

    client = client_of(karim)
    assert 'value="blue light"' in page(client, "/portal/ask?q=blue+light")
    picture = SimpleUploadedFile("light.png", PICTURE, "image/png")
    given = {
        "about": "wish",
        "title": "A blue light",
        "description": "It blinks",
        "may_tell": "on",
        "device": "320 x 480",
    }
    client.post("/portal/ask", {**given, "uploads": [picture]}, headers={"User-Agent": "Lynx"})
    ticket = Request.objects.get(item=None).ticket
    assert ("Lynx\n320 x 480" in ticket.description, ticket.attachments.count()) == (True, 1)
    client.post("/portal/ask", {**given, "about": "broken", "may_tell": ""}, headers={"User-Agent": "Lynx"})
    assert "Lynx" not in Incident.objects.get().ticket.description


def test_an_order_is_taken_back_by_whoever_asked_alone(karim):
    request = make.request(requester=karim)
    assert client_of(make.employee()).post(f"/portal/requests/{request.number}/withdraw").status_code == 404
    client_of(karim).post(f"/portal/requests/{request.number}/withdraw")
    assert Request.objects.get(pk=request.pk).state == "cancelled"


def test_a_colleague_follows_what_the_asker_shows_them(karim):
    request = make.request(requester=karim)
    eve = make.employee()
    assert client_of(eve).get(f"/portal/requests/{request.number}").status_code == 404
    client_of(karim).post(f"/portal/requests/{request.number}/people", {"email": eve.email})
    assert client_of(eve).get(f"/portal/requests/{request.number}").status_code == 200
    client_of(karim).post(f"/portal/requests/{request.number}/people", {"email": make.stranger().email})
    assert client_of(make.stranger()).get(f"/portal/requests/{request.number}").status_code == 404


def test_what_is_done_asks_how_it_was_by_a_link_without_signing_in(karim):
    request = make.request(requester=karim)
    requests.fulfil(request, by=CLOCK, result="It is on your desk.")
    run_later()
    at = f"/portal/how/{surveys.link_of(Survey.objects.get())}"
    reader = Client()
    assert "Very good" in page(reader, at)
    assert Survey.objects.get().score is None
    assert reader.post(at, {"score": "9"}).status_code == 422
    assert "Thank you" in reader.post(at, {"score": "5", "comment": "Quick!"}).content.decode()
    assert Survey.objects.get().score == 5
    assert reader.get(f"{at}x").status_code == 410
