"""A board is set up, meets, and walks through its agenda; policies say what comes to it."""

import json

import pytest
from django.conf import settings
from django.test import Client

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery, Rule
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals import queries
from watchkeep.work.approvals.models import Approval, Ballot, Board
from watchkeep.work.changes import life
from watchkeep.work.changes.models import AgendaItem, ApprovalPolicy, Change, Meeting

pytestmark = pytest.mark.django_db


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def mia():
    return client_of(make.person("Mia", roles=("manager",)))


def test_a_board_is_set_up_meets_and_decides(mia):
    chair, one = make.person("Chair"), make.person("Other member")
    form = {
        "name": "Shop board", "members": f"{chair.email}\n{one.email}", "chair": chair.pk, "quorum": 2, "weekday": 3,
        "at_time": "14:00", "time_zone": "Europe/Berlin", "every_weeks": 1, "is_active": "on",
    }  # fmt: skip
    assert mia.post("/boards/new", form | {"members": "nobody@nowhere.example"}).status_code == 422
    mia.post("/boards/new", form)
    board = Board.objects.get(name="Shop board")
    assert board.meets_at is not None
    stage = {"name": "Shop board", "approvers": [{"who": "board", "id": board.pk}], "need": "quorum", "quorum": 2}
    ApprovalPolicy.objects.update(is_active=False)
    life.add_policy(by=CLOCK, name="To the board", stages=[stage])
    change, leads = make.change("waiting"), client_of(chair)
    shown = page(leads, f"/boards/{board.pk}")
    assert change.number in shown
    assert "To the board" in shown
    leads.post(f"/boards/{board.pk}/call")
    meeting = Meeting.objects.get()
    assert "0 of 1 decided" in page(leads, f"/boards/meetings/{meeting.pk}")
    at = f"/boards/meetings/{meeting.pk}/1"
    assert "Say first who is there." in page(leads, at)
    leads.post(f"/boards/meetings/{meeting.pk}/there", {"people": [chair.pk, one.pk]})
    seen = Approval.objects.get(ticket=change.pk).digest
    assert leads.post(at, {"decision": "turned_down", "seen": seen}).status_code == 422
    assert leads.post(at, {"decision": "approved", "seen": "old"}).status_code == 409
    assert leads.post(at, {"decision": "approved", "seen": seen}).status_code == 302
    assert Change.objects.get(pk=change.pk).state == "scheduled"
    leads.post(f"/boards/meetings/{meeting.pk}/close", {"minutes": "Nothing else"})
    closed = page(leads, f"/boards/meetings/{meeting.pk}")
    assert "Nothing else" in closed
    assert "Walk through it" not in closed
    assert leads.post(at, {"decision": "put_off", "words": "Later"}).status_code == 409


def test_a_change_is_understood_and_approved_by_the_link_of_its_mail():
    team = make.team("Bank")
    bank = make.service("Bank", owner_team=team)
    make.service("Salaries", owner_team=team, needs=(bank,))
    team.memberships.create(person=make.bo(), is_lead=True)
    change = make.change("waiting", services=[bank], back_out_plan="Start the old one; it takes four minutes.")
    run_later()
    mail = Delivery.objects.filter(person=make.bo(), ticket=change.pk, subject__contains="approval").latest("pk")
    said = (
        f"Risk: {change.risk} of 100", "Hangs on it: Salaries", "it takes four minutes", "When: ", "Answer until: ",
        "Owners, 1 of 1; 1 of 1 must agree", "Implementation:\n1. ", "• What hangs on it, ",
    )  # fmt: skip
    assert [words for words in said if words not in mail.body] == []
    at = mail.link.removeprefix(settings.BASE_URL)
    shown = page(Client(), at)
    for words in (f"Risk {change.risk} of 100", "Salaries", "it takes four minutes", "Where the points come from"):
        assert words in shown, words
    assert Client().post(at, {"answer": "yes", "seen": Approval.objects.get().digest}).status_code == 200
    assert Change.objects.get(pk=change.pk).state == "scheduled"
    run_later()
    told = set(Delivery.objects.filter(ticket=change.pk, person=make.ana()).values_list("subject", flat=True))
    assert {"Approved" in one for one in told} == {True, False}


def test_a_change_is_understood_and_approved_on_a_phone():
    make.service("Orders desk", needs=(make.shop(),))
    bo, keys = make.bo(), {"p256dh": "B" + "A" * 86, "auth": "A" * 22}
    browser = make.method(bo, "push", json.dumps({"endpoint": "https://push.example/x", "keys": keys}))
    Rule.objects.create(person=bo, urgency="low", method=browser, delay_minutes=0)
    change = make.change("waiting", back_out_plan="Start the old one; it takes four minutes.")
    run_later()
    pushed = Delivery.objects.filter(person=bo, channel=f"push:{browser.pk}", ticket=change.pk).latest("pk")
    assert pushed.link.startswith(f"{settings.BASE_URL}/approve/")
    phone, ballot = client_of(bo), Ballot.objects.get(approval__ticket=change.pk)
    at = f"/phone/approve/{ballot.pk}"
    assert at in page(phone, "/phone")
    first = (f"{change.risk} of 100", "Orders desk", "it takes four minutes")
    for where in (at, f"/portal/approvals/{ballot.pk}", f"/approvals/{ballot.pk}"):
        shown = page(phone, where).partition("word for word")[0]
        assert [words for words in first if words not in shown] == [], where
    seen = ballot.approval.digest
    assert phone.post(at, {"answer": "no", "seen": seen, "reason": ""}).status_code == 422
    assert phone.post(at, {"answer": "yes", "seen": seen})["Location"] == "/phone"
    assert Change.objects.get(pk=change.pk).state == "scheduled"
    assert "Nothing waits for your answer" in page(phone, "/phone")
    assert "Approved by Bo" in page(phone, at)
    page(client_of(make.ana()), at, 404)


def test_a_link_answers_once_and_says_when_it_is_used_or_too_old(monkeypatch):
    change = make.change("waiting")
    ballot = Ballot.objects.get(approval__ticket=change.pk)
    link = f"/approve/{approvals.new_link(ballot, make.bo())}"
    said = {"answer": "yes", "seen": ballot.approval.digest}
    assert "This link was used" in Client().post(link, said).content.decode()
    assert "This link has been used" in Client().post(link, said).content.decode()
    assert "Approve</button>" not in page(Client(), link)
    page(Client(), f"{link}x", 404)
    monkeypatch.setattr(queries, "SIGNED_FOR_SECONDS", -1)
    assert "This link is too old" in page(Client(), link, 410)


def test_whoever_does_not_lead_it_reads_and_decides_nothing(mia):
    board = Board.objects.get()
    approvals.edit_board(board, by=CLOCK, members=[make.ana()])
    life.rush(make.change(kind="emergency"), by=CLOCK)
    meeting, ana = life.call(board, by=CLOCK), client_of(make.ana())
    assert "emergency" in page(ana, f"/boards/meetings/{meeting.pk}").lower()
    assert ana.post(f"/boards/meetings/{meeting.pk}/1", {"decision": "noted", "words": "Seen"}).status_code == 403
    assert mia.post(f"/boards/meetings/{meeting.pk}/1", {"decision": "noted", "words": "Seen"}).status_code == 302
    assert AgendaItem.objects.get().decision == "noted"
    page(client_of(make.stranger()), f"/boards/meetings/{meeting.pk}", 404)


def test_a_policy_is_tried_on_what_is_open_saved_moved_and_removed(mia):
    change = make.change("assessing")
    assert "Who would be asked" in page(mia, f"/changes/{change.number}")
    form = {
        "name": "Cheap", "regularise_hours": 72, "is_active": "on", "kinds": ["normal"], "cost_below": "5",
        "s0_name": "A colleague", "s0_places": ["peers"], "s0_need": "any", "s0_quorum": 2, "s0_expire_days": 3,
    }  # fmt: skip
    ApprovalPolicy.objects.exclude(name="Money").update(is_active=False)
    tried = mia.post("/settings/change-policies/new", form | {"preview": "1"}).content.decode()
    assert change.number in tried
    assert not ApprovalPolicy.objects.filter(name="Cheap").exists()
    half = form | {"s0_name": ""}
    assert mia.post("/settings/change-policies/new", half).status_code == 422
    assert mia.post("/settings/change-policies/new", form).status_code == 302
    made = ApprovalPolicy.objects.get(name="Cheap")
    assert [stage.name for stage in made.plan] == ["A colleague"]
    assert "A colleague" in page(mia, f"/settings/change-policies/{made.pk}")
    mia.post(f"/settings/change-policies/{made.pk}/move", {"up": "1"})
    assert ApprovalPolicy.objects.order_by("-position").first() != made
    assert mia.post(f"/settings/change-policies/{made.pk}/remove").status_code == 302
    ana = client_of(make.ana())
    page(ana, "/settings/change-policies")
    page(ana, "/settings/change-policies/new", 403)
