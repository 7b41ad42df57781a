"""Pages on audits of seats."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import come, page
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import AuditLine, Campaign
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        yield


def test_an_audit_from_the_form_to_the_evidence():
    mia, ana = make.manager(), make.ana()
    client, product = come(mia), make.product_with_seats("Canvas")
    make.held_seat(make.person("Eva Lind"), product)
    make.held_seat(make.person("Jon Berg"), product)
    assert client.post("/audits/new", {"name": "Autumn", "due_on": "2026-02-01", "owner": mia.email}).status_code == 422
    client.post("/audits/new", {"name": "Autumn", "due_on": "2026-04-01", "owner": mia.email})
    number = Campaign.objects.get().number
    assert "No product yet" in page(client, f"/audits/{number}")
    client.post(f"/audits/{number}/products", {"product": product.pk, "reviewer": ana.email})
    assert "looked at by Ana" in page(client, f"/audits/{number}")
    client.post(f"/audits/{number}/start")
    reviewer = come(ana)
    assert "Eva Lind" in page(reviewer, f"/audits/{number}?mine=1")
    first, second = AuditLine.objects.order_by("pk")
    said = {"lines": [first.pk], "verdict": "remove", "note": "Left the team", "mine": "1"}
    answer = reviewer.post(f"/audits/{number}/decide", said)
    assert (answer.status_code, answer["Location"]) == (302, f"/audits/{number}?mine=1")
    assert client.post(f"/audits/{number}/sign_off").status_code == 409
    reviewer.post(f"/audits/{number}/decide", {"shown": [second.pk], "verdict": "confirm-shown"})
    assert client.post(f"/audits/{number}/sign_off").status_code == 302
    shown = page(client, f"/audits/{number}")
    for kind in ("csv", "pdf"):
        answer = client.get(f"/audits/{number}/evidence.{kind}")
        assert hashlib.sha256(answer.content).hexdigest() in shown
        assert "attachment" in answer["Content-Disposition"]
    assert "Left the team" in client.get(f"/audits/{number}/evidence.csv").content.decode()
    assert reviewer.get(f"/audits/{number}/evidence.csv").status_code == 403
    assert client.get(f"/audits/{number}/evidence.exe").status_code == 404


def test_a_reviewer_sees_their_own_seats_and_takes_no_step():
    ana, bo = make.ana(), make.bo()
    mine, theirs = make.audit(reviewer=ana), make.audit(reviewer=bo)
    client = come(ana)
    assert mine.number in page(client, "/audits")
    assert theirs.number not in page(client, "/audits")
    assert client.get(f"/audits/{theirs.number}").status_code == 404
    assert client.post(f"/audits/{theirs.number}/decide", {"lines": ["1"], "verdict": "confirm"}).status_code == 404
    for step in ("start", "sign_off", "cancel", "products"):
        assert client.post(f"/audits/{mine.number}/{step}").status_code == 403
    assert client.post(f"/audits/{mine.number}/decide", {"verdict": "confirm"}).status_code in {409, 422}
    assert client.get("/audits/new").status_code == 403


def test_one_seat_is_decided_and_taken_back():
    client, campaign = come(make.manager()), make.audit(seats=1)
    line = campaign.lines.get()
    client.post(f"/audits/{campaign.number}/decide", {"lines": [line.pk], "verdict": "remove"})
    assert campaign.lines.get().verdict == "remove"
    client.post(f"/audits/{campaign.number}/decide", {"lines": [line.pk], "verdict": "open"})
    assert campaign.lines.get().verdict == ""


def test_pages_ask_as_many_questions_however_many_seats_and_campaigns_there_are():
    client, campaign = come(make.manager()), make.audit(seats=2)

    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, path)
        return len(asked)

    paths = ("/audits", f"/audits/{campaign.number}")
    few = {path: questions(path) for path in paths}
    few = {path: questions(path) for path in paths}
    more = make.audit(seats=6)
    AuditLine.objects.filter(campaign=more).update(campaign=campaign)
    life.decide(campaign, list(campaign.lines.values_list("pk", flat=True)), by=CLOCK, verdict="confirm")
    assert {path: questions(path) for path in paths} == few
