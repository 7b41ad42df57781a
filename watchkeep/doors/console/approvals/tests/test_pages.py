"""What waits for whom, the page on which one decides, and the page behind the link in a mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life
from watchkeep.work.approvals.models import Ballot, StandIn
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import ApprovalPolicy
from watchkeep.work.requests.models import Request


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def row():
    return make.asked(item=make.catalogue_item(approval=[make.manager_stage()], price_monthly=9))


def state(row):
    return Request.objects.get(pk=row.pk).state


def test_one_reads_what_it_is_and_approves_it(row):
    ana, ballot = client_of(make.ana()), make.ballot(row)
    assert row.number in page(ana, "/approvals")
    shown = page(ana, f"/approvals/{ballot.pk}")
    for words in ("Cloud storage", "€ 9.00", "Karim"):
        assert words in shown
    answer = ana.post(f"/approvals/{ballot.pk}", {"answer": "yes", "seen": ballot.approval.digest})
    assert answer.status_code == 302
    assert state(row) == "new"
    assert "Nothing waits for you" in page(ana, "/approvals")


def test_a_refusal_without_a_reason_is_asked_for_one(row):
    ana, ballot = client_of(make.ana()), make.ballot(row)
    seen = ballot.approval.digest
    answer = ana.post(f"/approvals/{ballot.pk}", {"answer": "no", "seen": seen})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    ana.post(f"/approvals/{ballot.pk}", {"answer": "no", "seen": seen, "reason": "Too dear"})
    assert "Too dear" in page(ana, f"/requests/{row.number}")


def test_what_is_not_asked_of_one_is_not_there(row):
    ballot = make.ballot(row)
    for person in (make.bo(), make.asker(), make.stranger()):
        for path in (f"/approvals/{ballot.pk}", f"/approvals/{ballot.pk}/delegate"):
            page(client_of(person), path, 404)


def test_a_question_is_handed_on_and_never_to_the_requester(row):
    ana, ballot = client_of(make.ana()), make.ballot(row)
    assert ana.post(f"/approvals/{ballot.pk}/delegate", {"to": make.asker().pk}).status_code == 422
    assert ana.post(f"/approvals/{ballot.pk}/delegate", {"to": make.bo().pk}).status_code == 302
    assert row.number in page(client_of(make.bo()), "/approvals")


def test_somebody_answers_for_whoever_is_away(row):
    ana, now = client_of(make.ana()), clock.now()
    given = {
        "deputy": make.bo().pk, "from_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "until_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert ana.post("/approvals/away", given).status_code == 302
    shown = page(client_of(make.bo()), "/approvals")
    assert "for Ana" in shown
    away = StandIn.objects.get()
    page(client_of(make.bo()), f"/approvals/away/{away.pk}/end", 404)
    assert ana.post(f"/approvals/away/{away.pk}/end").status_code == 302
    assert row.number not in page(client_of(make.bo()), "/approvals")


def test_a_link_answers_without_signing_in_and_looking_changes_nothing(row):
    ballot = make.ballot(row)
    at = f"/approve/{life.new_link(ballot, make.ana())}"
    nobody = Client()
    for _look in range(2):
        assert "You are Ana. This link answers once." in page(nobody, at)
    assert state(row) == "waiting"
    answer = nobody.post(at, {"answer": "yes", "seen": ballot.approval.digest})
    assert (answer.status_code, state(row)) == (200, "new")
    assert "Approved by Ana." in answer.content.decode()
    again = nobody.post(at, {"answer": "no", "seen": ballot.approval.digest, "reason": "No"})
    assert (again.status_code, state(row)) == (409, "new")


def test_a_link_refuses_with_a_reason_alone_and_stays_good_until_then(row):
    ballot = make.ballot(row)
    at, nobody = f"/approve/{life.new_link(ballot, make.ana())}", Client()
    seen = ballot.approval.digest
    assert nobody.post(at, {"answer": "no", "seen": seen}).status_code == 422
    assert nobody.post(at, {"answer": "no", "seen": seen, "reason": "Too dear"}).status_code == 200
    assert (state(row), Request.objects.get(pk=row.pk).refuse_reason) == ("refused", "Too dear")


def test_a_link_that_was_cut_short_or_belongs_to_somebody_who_left_opens_nothing(row):
    token = life.new_link(make.ballot(row), make.ana())
    page(Client(), f"/approve/{token[:-2]}", 404)
    ana = make.ana()
    ana.is_active = False
    ana.save()
    page(Client(), f"/approve/{token}", 404)


def test_a_link_without_our_token_of_the_page_is_refused(row):
    strict = Client(enforce_csrf_checks=True)
    at = f"/approve/{life.new_link(make.ballot(row), make.ana())}"
    assert strict.post(at, {"answer": "yes", "seen": ""}).status_code == 403
    assert state(row) == "waiting"


def test_the_inbox_asks_the_same_number_of_questions_however_full_it_is(row):
    client = client_of(make.ana())

    def count():
        with CaptureQueriesContext(connection) as asked:
            page(client, "/approvals")
        return len(asked)

    count()  # the first page of a browser also notes that it was there
    first = count()
    for _more in range(4):
        make.asked(item=row.item)
    assert count() == first
    assert Ballot.objects.open().count() == 5


@pytest.fixture
def change():
    """A change of Karim's that the owners are asked for, and then a board on which Ana sits as well."""
    karim = make.person("Karim Desk", roles=("agent",))
    board = life.set_up_board(by=CLOCK, name="Change board", members=[make.ana(), make.bo(), make.person("Lee")])
    ApprovalPolicy.objects.update(is_active=False)
    owners = {"name": "Owners", "approvers": [{"who": "person", "id": make.ana().pk}]}
    stage = {"name": "Board", "approvers": [{"who": "board", "id": board.pk}], "need": "quorum", "quorum": 2}
    changes.add_policy(by=CLOCK, name="Both", stages=[owners, stage])
    begins = clock.now() + timedelta(days=3)
    hours = timedelta(hours=1)
    make.change("assessing", title="The other upgrade", starts_at=begins - 9 * hours, ends_at=begins - 8 * hours)
    return make.change(
        "waiting", owner=karim, requester=karim, answers={"tried_back": "part"}, starts_at=begins,
        ends_at=begins + hours,
    )  # fmt: skip


def test_stages_are_named_shown_in_order_and_what_follows_an_answer_is_said(change):
    ana, bo, ballot = client_of(make.ana()), client_of(make.bo()), make.ballot(change)
    at = f"/approvals/{ballot.pk}"
    listed, shown = page(ana, "/approvals"), page(ana, at)
    assert "stage “Owners”" in listed
    for words in ("Stage “Owners”, 1 of 2: 1 of 1 must agree", "2. Board", "2 of 3 must agree", "Open until"):
        assert words in shown, words
    for where in (at, f"/phone/approve/{ballot.pk}", f"/portal/approvals/{ballot.pk}"):
        for words in ("Has the back-out been tried?", "In part", "The other upgrade"):
            assert words in page(ana, where), (where, words)
    told = ana.post(at, {"answer": "yes", "seen": ballot.approval.digest}, follow=True).content.decode()
    assert "Approved. Now “Board” is asked: 2 of 3 must agree. You are asked there as well." in told
    assert ("stage “Board”" in told, "stage “Owners”" in told) == (True, True)
    mine = Ballot.objects.open().get(approval__ticket=change.pk, person=make.bo())
    assert "To approve" in page(bo, "/now")
    told = bo.post(f"/phone/approve/{mine.pk}", {"answer": "yes", "seen": mine.approval.digest}, follow=True)
    assert "Approved. “Board” is still asked: 1 more must agree." in told.content.decode()
    assert "To approve" not in page(bo, "/now")
    shown = page(ana, f"/changes/{change.number}")
    for words in ("1 of 1 must agree, agreed so far: 1", "2 of 3 must agree, agreed so far: 1"):
        assert words in shown


def test_whoever_asked_sees_how_far_it_is_and_nobody_else_does(change):
    asker, ana = client_of(change.ticket.requester), client_of(make.ana())
    for words in ("You asked for, and wait for", "Stage “Owners”, 1 of 2", "Waits for"):
        assert words in page(asker, "/approvals")
        assert words == "Stage “Owners”, 1 of 2" or words not in page(ana, "/approvals")


def test_what_is_wrong_gets_the_focus(change):
    ana, ballot = client_of(make.ana()), make.ballot(change)
    for where in (f"/approvals/{ballot.pk}", f"/phone/approve/{ballot.pk}", f"/portal/approvals/{ballot.pk}/answer"):
        drawn = ana.post(where, {"answer": "no", "seen": ballot.approval.digest}).content.decode()
        area = next(one.partition(">")[0] for one in drawn.split("<textarea") if 'name="reason"' in one)
        assert ("autofocus" in area, drawn.count("autofocus")) == (True, 1), where
