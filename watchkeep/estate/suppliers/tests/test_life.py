"""The life of suppliers and contracts: what is told, what is refused, what becomes of the days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from testing import make
from testing.harness import last_told, race, sweep, told
from watchkeep.estate.suppliers import jobs, life
from watchkeep.estate.suppliers.models import Contract, State
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(THEN):
        yield


def on(day: date) -> object:
    return clock.frozen(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def kinds(contract: Contract) -> list[str]:
    return [kind.partition(".")[2] for kind in told("contract", contract.pk)]


def test_a_firm_has_one_name_however_it_is_written():
    make.supplier("Fjord Hosting")
    with pytest.raises(Refused) as no:
        make.supplier("fjord hosting")
    assert no.value.field == "name"


def test_a_supplier_with_a_contract_in_force_is_not_left():
    contract = make.contract()
    with pytest.raises(Refused):
        life.retire_supplier(contract.supplier, by=CLOCK)
    life.end(contract, by=CLOCK, reason="Both agreed")
    life.retire_supplier(contract.supplier, by=CLOCK)
    with pytest.raises(Refused) as no:
        make.contract(contract.supplier)
    assert no.value.field == "supplier"


def test_an_agent_sees_whom_to_call_and_neither_contracts_nor_what_they_cost():
    contract, agent = make.contract(), make.actor(make.ana())
    assert list(type(contract.supplier).objects.visible_to(agent)) == [contract.supplier]
    assert list(Contract.objects.visible_to(agent)) == []
    with pytest.raises(NotAllowed):
        life.edit(contract, by=agent, cost=1)


def test_only_who_may_see_contracts_owns_one():
    with pytest.raises(Refused) as no:
        make.contract(owner=make.ana())
    assert no.value.field == "owner"


def test_a_draft_is_put_in_force_when_it_has_an_owner_and_a_beginning():
    contract = make.contract(state=State.DRAFT, owner=None)
    assert contract.next_on is None
    with pytest.raises(Refused) as no:
        life.put_in_force(contract, by=CLOCK)
    assert no.value.field == "owner"
    life.edit(contract, by=CLOCK, owner=make.manager())
    life.put_in_force(contract, by=CLOCK)
    assert (contract.state, kinds(contract)) == (State.IN_FORCE, ["drafted", "edited", "put_in_force"])


def test_the_days_of_a_contract_follow_from_its_terms():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3, warn_days=[7, 30, 30])
    assert (contract.notice_by, contract.moment_on, contract.next_on) == (
        date(2026, 9, 30), date(2026, 9, 30), date(2026, 8, 31),
    )  # fmt: skip
    life.edit(contract, by=CLOCK, renews=False)
    assert (contract.notice_by, contract.next_on) == (None, date(2026, 12, 1))


def test_each_warning_is_told_once_for_each_moment():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    days = []
    for day in (date(2026, 7, 1), date(2026, 7, 2), date(2026, 8, 30), date(2026, 8, 31), date(2026, 9, 23)):
        with on(day):
            sweep(jobs.keep_days)
            sweep(jobs.keep_days)
        days.append(kinds(contract).count("notice_ahead"))
    assert days == [0, 1, 1, 2, 3]
    fact = last_told("contract", contract.pk)
    assert (fact.data["days_left"], fact.data["is_first"], fact.data["owner"]) == (7, False, make.manager().pk)


def test_warnings_that_were_slept_through_are_one():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    with on(date(2026, 9, 25)):
        assert sweep(jobs.keep_days) == 1
    assert last_told("contract", contract.pk).data["days_left"] == 5


def test_another_moment_is_warned_of_anew():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    with on(date(2026, 9, 25)):
        sweep(jobs.keep_days)
        contract.refresh_from_db()
        life.edit(contract, by=CLOCK, title="Hosting, larger")
        assert sweep(jobs.keep_days) == 0
        life.edit(contract, by=CLOCK, notice=2)
    with on(date(2026, 10, 1)):
        assert sweep(jobs.keep_days) == 1
    assert last_told("contract", contract.pk).data["is_first"]


def test_what_nobody_gave_notice_of_goes_on_even_after_years_of_sleep():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    with on(date(2026, 10, 1)):
        sweep(jobs.keep_days)
    contract.refresh_from_db()
    assert (contract.ends_on, contract.notice_by, contract.renewals) == (date(2027, 12, 31), date(2027, 9, 30), 1)
    with on(date(2030, 1, 10)):
        sweep(jobs.keep_days)
    contract.refresh_from_db()
    assert (contract.ends_on, contract.renewals) == (date(2030, 12, 31), 4)
    assert kinds(contract).count("renewed") == 2


def test_notice_in_time_ends_it_with_its_term_and_its_owner_hears_before_it_ends():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    with on(date(2026, 9, 30)):
        life.give_notice(contract, by=CLOCK)
    assert (contract.state, contract.ends_on) == (State.NOTICE_GIVEN, date(2026, 12, 31))
    with on(date(2026, 12, 24)):
        sweep(jobs.keep_days)
    with on(date(2027, 1, 1)):
        sweep(jobs.keep_days)
    contract.refresh_from_db()
    assert (contract.state, contract.next_on) == (State.ENDED, None)
    assert kinds(contract)[-3:] == ["notice_given", "ends_soon", "ended"]


def test_notice_that_is_noted_down_late_counts_from_its_own_day():
    contract = make.contract(ends_on=date(2026, 12, 31), notice=3)
    with on(date(2026, 10, 2)):
        sweep(jobs.keep_days)
        contract.refresh_from_db()
        life.give_notice(contract, by=CLOCK, given_on=date(2026, 9, 30))
        assert contract.ends_on == date(2026, 12, 31)
        life.withdraw_notice(contract, by=CLOCK, reason="A better price")
    assert (contract.state, contract.ends_on, contract.renewals) == (State.IN_FORCE, date(2027, 12, 31), 1)


def test_a_contract_without_an_end_gets_one_by_notice_and_loses_it_again():
    contract = make.contract(ends_in=None, notice=1)
    life.give_notice(contract, by=CLOCK)
    assert contract.ends_on == date(2026, 4, 2)
    life.withdraw_notice(contract, by=CLOCK, reason="We need it after all")
    assert (contract.ends_on, contract.moment_on) == (None, None)


@pytest.mark.parametrize(
    ("terms", "asked", "field"),
    [
        ({"renews": False}, {}, None),
        ({}, {"given_on": date(2026, 3, 3)}, "given_on"),
        ({}, {"ends_on": date(2026, 3, 1)}, "ends_on"),
    ],
)
def test_notice_that_makes_no_sense_is_refused(terms, asked, field):
    contract = make.contract(**terms)
    with pytest.raises(Refused) as no:
        life.give_notice(contract, by=CLOCK, **asked)
    assert no.value.field == field


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"renews": True, "ends_on": None}, "ends_on"),
        ({"warn_days": [731]}, "warn_days"),
        ({"cost": -1}, "cost"),
        ({"renewal_months": 0}, "renewal_months"),
        ({"state": "ended"}, "state"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms, field):
    contract = make.contract()
    with pytest.raises(Refused) as no:
        life.edit(contract, by=CLOCK, **terms)
    assert no.value.field == field


def test_what_is_over_is_not_edited_but_its_papers_are_kept():
    contract = make.contract()
    life.end(contract, by=CLOCK, reason="Both agreed")
    with pytest.raises(Refused):
        life.edit(contract, by=CLOCK, cost=1)
    assert make.contract_document(contract).content_type == "application/pdf"


def test_a_paper_is_what_its_name_says():
    with pytest.raises(Refused) as no:
        life.add_document(make.contract(), by=CLOCK, file=ContentFile(b"<html>"), name="signed.pdf")
    assert no.value.field == "file"


def test_costs_are_the_same_a_month_however_they_come():
    contract = make.contract(cost=300, cost_every=3)
    assert Contract.objects.get(pk=contract.pk).cost_per_month == 100


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_warn_once():
    contract = make.contract(ends_on=(THEN + timedelta(days=95)).date(), notice=3)
    assert race(jobs.keep_days, jobs.keep_days) == [None, None]
    assert kinds(contract).count("notice_ahead") == 1
