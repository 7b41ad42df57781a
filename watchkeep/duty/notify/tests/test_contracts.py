"""Who hears of the days of contracts."""

from datetime import UTC, date, datetime

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.suppliers import jobs
from watchkeep.kernel import clock
from watchkeep.work.requests.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_day_in_july():
    with clock.frozen(datetime(2026, 7, 2, 9, tzinfo=UTC)):
        yield


def heard() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("id").values_list("person__name", "subject"))


def day(on: date) -> None:
    with clock.frozen(datetime(on.year, on.month, on.day, 9, tzinfo=UTC)):
        sweep(jobs.keep_days)
        run_later()


def test_the_owner_hears_before_the_last_day_for_notice_and_gets_a_request_with_the_figures():
    contract = make.contract(title="Hosting", ends_on=date(2026, 12, 31))
    day(date(2026, 7, 2))
    day(date(2026, 8, 31))
    assert [who for who, _what in heard()] == ["Mia", "Mia"]
    assert "30 days left" in heard()[1][1]
    request = Request.objects.select_related("ticket__assignee").get(ticket__tags__contains=["contract"])
    assert contract.number in request.ticket.title
    assert "1,200.00 euro a year" in request.ticket.description
    assert "2026-09-30" in request.ticket.description
    assert request.ticket.assignee == contract.owner


def test_when_the_owner_has_left_whoever_looks_after_contracts_hears():
    contract = make.contract(ends_on=date(2026, 12, 31))
    boss = make.person("Boss", roles=("manager",))
    type(boss).objects.filter(pk=contract.owner_id).update(is_active=False)
    day(date(2026, 7, 2))
    assert {who for who, _what in heard()} == {"Boss"}
    assert not Request.objects.exists()


def test_the_owner_hears_that_it_goes_on_and_that_it_ends():
    make.contract(title="Hosting", ends_on=date(2026, 12, 31), warn_days=[])
    make.contract(title="Lease", ends_on=date(2026, 8, 1), renews=False, warn_days=[30])
    day(date(2026, 7, 2))
    day(date(2026, 10, 1))
    assert [what.partition(" · ")[2] for _who, what in heard()] == [
        "Ends soon, 30 days left: Lease",
        "Goes on: Hosting",
    ]
