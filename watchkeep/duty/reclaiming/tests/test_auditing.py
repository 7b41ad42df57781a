"""Audits of who has seats, from the plan to the evidence."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.core import mail

from testing import make
from testing.harness import last_told, run_later, sweep, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.reclaiming.models import Case
from watchkeep.estate.licences import jobs, life, queries, rules
from watchkeep.estate.licences.models import AuditLine, Campaign
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(THEN):
        yield


def ids(campaign: Campaign) -> list[int]:
    return list(campaign.lines.values_list("pk", flat=True))


def kinds(campaign: Campaign) -> list[str]:
    return [kind.partition(".")[2] for kind in told("licence_audit", campaign.pk)]


def test_a_campaign_from_its_plan_to_seats_that_are_taken_back():
    ana = make.ana()
    campaign = make.audit(reviewer=ana)
    first, second = campaign.lines.select_related("seat")
    assert (campaign.number[:4], first.reviewer, campaign.next_on) == ("AUD-", ana, date(2026, 3, 8))
    by = make.actor(ana)
    life.decide(campaign, [first.pk], by=by, verdict="confirm")
    with pytest.raises(Refused) as no:
        life.sign_off(campaign, by=CLOCK)
    assert no.value.code == "undecided"
    life.decide(campaign, [second.pk], by=by, verdict="remove", note="Left the team")
    life.sign_off(campaign, by=make.actor(make.manager()))
    run_later()
    case = Case.objects.get()
    assert (case.why, case.about) == ("audit", str(campaign))
    assert list(case.reclaims.values_list("seat", flat=True)) == [second.seat_id]
    assert kinds(campaign) == ["planned", "scope_changed", "started", "decided", "decided", "signed"]
    with pytest.raises(Refused):
        life.decide(campaign, [first.pk], by=CLOCK, verdict="remove")
    with pytest.raises(Refused):
        life.sign_off(campaign, by=CLOCK)


def test_the_evidence_is_two_files_that_name_their_digests():
    campaign = make.audit(seats=60)
    life.decide(campaign, ids(campaign), by=CLOCK, verdict="confirm", note="=1+1")
    life.sign_off(campaign, by=CLOCK)
    table, paper = campaign.evidence.all()
    for one in (table, paper):
        assert hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256
        assert one.size == len(bytes(one.content))
    said = last_told("licence_audit", campaign.pk).data
    assert (said["csv_sha256"], said["pdf_sha256"], said["confirmed"]) == (table.sha256, paper.sha256, 60)
    assert bytes(table.content).decode().count("\r\n") == 61
    assert ",'=1+1\r\n" in bytes(table.content).decode()
    assert bytes(paper.content).startswith(b"%PDF-")
    assert b"/Count 2" in bytes(paper.content)
    again = queries.evidence_table(campaign)
    assert rules.as_pdf(queries.evidence_paper(campaign, again, table.sha256)) == bytes(paper.content)


def test_a_reviewer_sees_and_decides_their_own_seats_only():
    ana, bo = make.ana(), make.bo()
    campaign = make.audit(reviewer=ana)
    other = make.audit(reviewer=bo)
    actor = make.actor(ana)
    assert list(Campaign.objects.visible_to(actor)) == [campaign]
    assert set(AuditLine.objects.visible_to(actor)) == set(campaign.lines.all())
    assert not Campaign.objects.visible_to(Actor.system("stranger", may=())).exists()
    with pytest.raises(NotAllowed):
        life.decide(other, ids(other), by=actor, verdict="confirm")
    with pytest.raises(Refused) as no:
        life.decide(campaign, [*ids(campaign), 10**9], by=actor, verdict="confirm")
    assert no.value.field == "lines"
    for act in (
        lambda: life.sign_off(campaign, by=actor), lambda: life.cancel_audit(campaign, by=actor, reason="x"),
        lambda: life.plan_audit(by=actor, name="x", due_on=THEN.date(), owner=ana),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert life.decide(campaign, ids(campaign), by=actor, verdict="remove") == 2
    assert life.decide(campaign, ids(campaign), by=actor, verdict="") == 2
    assert campaign.lines.undecided().count() == 2


def test_reviewers_hear_of_the_start_and_are_reminded_while_something_is_undecided():
    campaign = make.audit(days=20)
    run_later()
    assert Delivery.objects.filter(subject__contains=campaign.number).count() == 1
    assert sweep(jobs.remind_due) == 0
    with clock.frozen(datetime(2026, 3, 8, 9, tzinfo=UTC)):
        assert sweep(jobs.remind_due) == 1
        assert sweep(jobs.remind_due) == 0
        run_later()
    assert last_told("licence_audit", campaign.pk).data["days_left"] == 14
    assert Delivery.objects.filter(subject__contains=campaign.number).count() == 2
    life.decide(campaign, ids(campaign), by=CLOCK, verdict="confirm")
    with clock.frozen(datetime(2026, 3, 20, 9, tzinfo=UTC)):
        assert sweep(jobs.remind_due) == 1
    assert kinds(campaign).count("reminded") == 1


@pytest.mark.parametrize(
    ("today", "then"),
    [("2026-03-01", "2026-03-06"), ("2026-03-06", "2026-03-13"), ("2026-03-19", "2026-03-20"),
     ("2026-03-20", "2026-03-27"), ("2026-03-25", "2026-03-27"), ("2026-03-27", "2026-04-03")],
)  # fmt: skip
def test_when_reviewers_are_reminded(today, then):
    assert rules.next_reminder(date(2026, 3, 20), date.fromisoformat(today)) == date.fromisoformat(then)


def test_what_cannot_be_planned_or_started_is_refused_with_its_field():
    with pytest.raises(Refused) as no:
        life.plan_audit(by=CLOCK, name="Late", due_on=date(2026, 3, 1), owner=make.manager())
    assert no.value.field == "due_on"
    campaign = make.audit(seats=0, is_started=False)
    with pytest.raises(Refused) as no:
        life.start_audit(campaign, by=CLOCK)
    assert no.value.code == "no_seats"
    with pytest.raises(Refused) as no:
        life.review(campaign, by=CLOCK, product=make.product_with_seats(), reviewer=make.employee())
    assert no.value.field == "reviewer"
    life.leave_out(campaign.scopes.get(), by=CLOCK)
    assert not campaign.scopes.exists()
    with pytest.raises(Refused):
        life.cancel_audit(campaign, by=CLOCK, reason=" ")
    life.cancel_audit(campaign, by=CLOCK, reason="Another way")
    with pytest.raises(Refused):
        life.start_audit(campaign, by=CLOCK)


def test_a_cancelled_campaign_asks_nobody_any_more():
    campaign = make.audit()
    life.cancel_audit(campaign, by=CLOCK, reason="Wrong products")
    run_later()
    assert (campaign.next_on, mail.outbox) == (None, [])
    assert not Delivery.objects.filter(subject__contains=campaign.number).exists()
