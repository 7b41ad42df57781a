"""Who hears of licences, and what stands in the ticket."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.licences import jobs, life
from watchkeep.estate.suppliers import jobs as contract_jobs
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests.models import Request

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_owner_gets_one_ticket_with_the_numbers_in_time():
    mia, of = make.manager(), make.product("Design suite")
    with clock.frozen(MONDAY - 100 * DAY):
        contract = make.contract(ends_in=160, notice=48, notice_in_months=False, kind="subscription", owner=mia)
        make.entitlement(of, quantity=40, metric="seat", contract=contract, owner=mia, warn_days=[12, 3], price=672)
        people = [make.person(f"Designer {number}") for number in range(30)]
        for person in people:
            make.seat(of, person)
    with clock.frozen(MONDAY):
        seen = {person.email: MONDAY.date() for person in people[:27]}
        life.note_sign_ins(of, by=CLOCK, days=seen, source="csv")
        make.reckoned(of)
        for _again in range(2):
            jobs.keep_days()
            run_later()
        ticket = Request.objects.get(ticket__tags__contains=["licence"]).ticket
        assert ticket.assignee == mia
        assert "owns 40, uses 27; 13 are not needed, 8,736.00 euro a year" in ticket.description
        assert "renewal after 2026-05-01, in 60 days" in ticket.description
        assert "for another 12 days" in ticket.description
    with clock.frozen(MONDAY + 9 * DAY):
        jobs.keep_days()
        run_later()
        assert Request.objects.filter(ticket__tags__contains=["licence"]).count() == 1
        assert Delivery.objects.filter(subject__contains="Renew or not").count() == 1


def test_a_contract_and_its_licences_are_one_decision_and_one_ticket():
    mia, of = make.manager(), make.product("Design suite")
    with clock.frozen(MONDAY - 100 * DAY):
        known = {"notice": 48, "notice_in_months": False, "kind": "subscription", "owner": mia, "warn_days": [12]}
        contract = make.contract(ends_in=160, **known)
        make.entitlement(of, quantity=40, metric="seat", contract=contract, owner=mia, warn_days=[11], price=672)
        make.seat(of, make.person("Designer"))
    for days, sweep in ((0, contract_jobs.keep_days), (1, jobs.keep_days)):
        with clock.frozen(MONDAY + days * DAY):
            make.reckoned(of)
            sweep()
            run_later()
    [request] = Request.objects.filter(ticket__tags__contains=[contract.number.lower()])
    assert "owns 40, uses 1" in request.ticket.description
    assert not Request.objects.filter(ticket__tags__contains=["licence"]).exists()
    assert told("ticket", request.ticket_id).count("ticket.noted") == 1


def test_what_is_used_and_not_covered_is_a_ticket_for_its_owner_and_news_where_there_is_none():
    mia, of = make.manager(), make.product("Ledger", licence="paid")
    life.add_rule(by=CLOCK, product=of, name="ledger*")
    make.installed(make.item(), "Ledger 4")
    run_later()
    make.reckoned(of)
    run_later()
    assert Delivery.objects.filter(subject__contains="without a licence").exists()
    life.edit_product(of, by=CLOCK, owner=mia)
    make.entitlement(of, quantity=1)
    make.reckoned(of)
    make.installed(make.item(), "Ledger 4")
    run_later()
    make.reckoned(of)
    run_later()
    assert Request.objects.get(ticket__tags__contains=["licence"]).ticket.title == "Ledger: 1 used without a licence"
