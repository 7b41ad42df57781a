"""The settings of the portals and their figures: who sees them, what they say, and what each figure opens to."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests import life as requests
from watchkeep.work.selfservice import life
from watchkeep.work.selfservice.models import Logo, Portal
from watchkeep.work.surveys import life as surveys
from watchkeep.work.surveys.models import Survey

PAGES = ("/self-service", "/self-service/searches", "/self-service/comments", "/settings/portals")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
GIVEN = {
    "name": "Ask us",
    "greeting": "How can we help?",
    "hint": "",
    "phone": "112",
    "accent": "teal",
    "language": "de",
}


@pytest.fixture
def manager(client):
    client.force_login(make.manager())
    return client


def page(client, at):
    answer = client.get(at)
    assert answer.status_code == 200, at
    return answer.content.decode()


def lived(words="locked out"):
    """Somebody looks, reads, is helped; somebody else orders, has it, and says how it was."""
    eve, article = make.employee(), make.article(title="Locked out of your account")
    with clock.travel(days=-9):
        life.look(by=make.actor(eve), words=words, found_any=False)
        life.solved(article, by=make.actor(eve))
    life.judge_due()
    request = make.request(requester=make.asker())
    requests.fulfil(request, by=CLOCK, result="There.")
    if survey := Survey.objects.filter(ticket=request.ticket).first():
        surveys.answer(survey, by=make.actor(make.asker()), score=5, comment="Quick and friendly")


def test_agents_and_customers_see_none_of_it(client):
    for person in (make.ana(), make.stranger()):
        client.force_login(person)
        assert {client.get(at).status_code for at in PAGES} == {403}
    client.force_login(make.auditor())
    assert {client.get(at).status_code for at in PAGES} == {200}
    assert client.post("/settings/portals/customers", GIVEN).status_code == 403


def test_without_anything_each_page_says_what_will_stand_there(manager):
    for at in PAGES:
        page(manager, at)
    assert "Nobody has looked for help yet" in page(manager, "/self-service")


def test_a_portal_gets_its_words_its_colour_and_its_shelves(manager):
    shelf = make.shelf("Desks")
    assert manager.post("/settings/portals/customers", {**GIVEN, "categories": [shelf.pk]}).status_code == 302
    portal = Portal.objects.get(audience="customers")
    assert (portal.name, portal.accent, portal.language, list(portal.categories.all())) == (
        "Ask us", "teal", "de", [shelf],
    )  # fmt: skip
    assert ("Ask us" in page(manager, "/settings/portals"), "Desks" in page(manager, "/settings/portals")) == (
        True,
        True,
    )
    wrong = manager.post("/settings/portals/customers", {**GIVEN, "accent": "gold", "name": ""})
    assert (wrong.status_code, Portal.objects.get(audience="customers").name) == (422, "Ask us")
    assert manager.get("/settings/portals/nobody").status_code == 404


def test_each_figure_opens_to_what_made_it(manager):
    lived()
    shown = page(manager, "/self-service?days=30")
    assert ("Locked out of your account" in shown, "Quick and friendly" in shown) == (True, True)
    for which in ("", "read", "deflected", "vain"):
        assert "locked out" in page(manager, f"/self-service/searches?days=30&which={which}"), which
    assert "locked out" not in page(manager, "/self-service/searches?days=30&which=asked")
    assert "Quick and friendly" in page(manager, "/self-service/comments")


def test_the_figures_ask_as_many_questions_however_much_happened(manager):
    with clock.travel(days=-20):
        lived()
    page(manager, "/self-service")
    with CaptureQueriesContext(connection) as few:
        page(manager, "/self-service")
    for number in range(4):
        with clock.travel(days=-10 - number):
            lived(f"words {number}")
    with CaptureQueriesContext(connection) as many:
        page(manager, "/self-service")
    assert len(many) <= len(few)


def test_a_logo_stands_at_the_top_and_is_handed_out_to_its_readers_as_a_picture(manager, client):
    at = "/settings/portals/employees"
    for wrong in (SimpleUploadedFile("logo.svg", b"<svg onload=alert(1)>"), SimpleUploadedFile("logo.png", b"MZ")):
        assert manager.post(at, GIVEN | {"logo": wrong}).status_code == 422
    assert Portal.objects.get(audience="employees").name != GIVEN["name"], "all or nothing"
    assert manager.post(at, GIVEN | {"logo": SimpleUploadedFile("logo.png", PNG)}).status_code == 302
    client.force_login(make.employee())
    assert f'src="/portal/logo?{hashlib.sha256(PNG).hexdigest()[:12]}"' in page(client, "/portal/")
    answer = client.get("/portal/logo")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer.streaming_content) == PNG
    client.force_login(make.stranger())
    assert client.get("/portal/logo").status_code == 404, "the other portal has none"


def test_a_logo_gives_way_to_the_next_and_goes_with_its_file(django_capture_on_commit_callbacks):
    portal = Portal.objects.get(audience="customers")
    life.set_logo(portal, by=CLOCK, file=SimpleUploadedFile("one.png", PNG), name="one.png")
    first = Logo.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        life.set_logo(portal, by=CLOCK, file=SimpleUploadedFile("two.png", PNG), name="two.png")
    assert not default_storage.exists(first)
    second = Logo.objects.get()
    assert (second.name, default_storage.exists(second.file.name)) == ("two.png", True)
    with django_capture_on_commit_callbacks(execute=True):
        life.remove_logo(portal, by=CLOCK)
    assert not default_storage.exists(second.file.name)
