"""A pipeline reports: the planned change is found, or one that nobody announced is on record."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, Deployment, Progress, Provider, Report

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nine():
    make.manager()
    with clock.frozen(NINE):
        yield


def tell(progress=Progress.STARTED, number="1", *, source=None, minutes=0, **more):
    given = {
        "subject": "nordwind/shop",
        "environment": "production",
        "commit": "abc",
        "at": NINE + timedelta(minutes=minutes),
    }
    report = Report(external_id=number, progress=progress, **(given | more))
    with clock.frozen(NINE + timedelta(hours=3)):
        return life.report(report, by=CLOCK, source=source, provider=Provider.JSON)


def test_what_nobody_announced_is_a_normal_change_that_says_so_and_ends_with_it():
    service = make.service("Shop")
    row = tell()
    change = row.change
    assert (change.state, change.kind, row.was_announced, change.begun_at) == ("implementing", "normal", False, NINE)
    assert ("unannounced" in change.ticket.tags, list(change.services.all())) == (True, [service])
    tell(Progress.SUCCEEDED, minutes=5)
    change.ticket.refresh_from_db()
    assert change.state == "evaluating"


def test_a_standard_model_makes_it_standard():
    make.service("Shop")
    source, _key = life.add_source(
        by=CLOCK, name="P", provider="json", model=make.change_model("Release", is_standard=True)
    )
    row = tell(source=source)
    assert (row.change.kind, row.change.ticket.tags) == ("standard", [])
    tell(Progress.SUCCEEDED, source=source, minutes=5)
    assert not row.change.steps.filter(part="implement").exclude(state="done").exists()


@pytest.mark.parametrize(("end", "outcome"), [(Progress.FAILED, "failed"), (Progress.ROLLED_BACK, "backed_out")])
def test_what_failed_is_closed_so_and_what_was_rolled_back_too(end, outcome):
    make.service("Shop")
    row = tell()
    tell(end, minutes=5)
    change = Change.objects.get(pk=row.change.pk)
    assert (change.state, change.outcome) == ("closed", outcome)


def test_a_success_may_be_rolled_back_later_and_an_end_before_its_start_is_the_same():
    make.service("Shop")
    tell(Progress.SUCCEEDED, minutes=5)
    row = tell(minutes=0)
    assert (row.progress, row.began_at, Change.objects.count()) == ("succeeded", NINE, 1)
    tell(Progress.ROLLED_BACK, minutes=30)
    assert Change.objects.get().outcome == "backed_out"


@pytest.mark.parametrize(
    ("more", "commit"),
    [({"mentions": "feature/{number}-pay"}, "abc"), ({}, "abc"), ({"mentions": "CHG-9999"}, "abc")],
)
def test_the_planned_change_is_found_by_its_number_or_by_service_and_time(more, commit):
    shop = make.service("Shop")
    change = make.change("scheduled", services=[shop])
    more = {name: text.format(number=change.number) for name, text in more.items()}
    row = tell(commit=commit, **more)
    change.ticket.refresh_from_db()
    assert (row.change, row.was_announced, change.state) == (change, True, "implementing")
    tell(Progress.SUCCEEDED, minutes=9)
    change.ticket.refresh_from_db()
    assert change.state == "implementing"  # steps of its plan are left to people


def test_a_plan_that_is_not_agreed_to_or_is_of_another_time_announces_nothing():
    shop = make.service("Shop")
    draft = make.change("draft", services=[shop])
    later = make.change(
        "scheduled", services=[shop], starts_at=NINE + timedelta(days=2), ends_at=NINE + timedelta(days=3)
    )
    row = tell(mentions=draft.number)
    assert row.change not in {draft, later}
    named = tell(number="2", commit="def", mentions=later.number)
    later.ticket.refresh_from_db()
    assert (named.change, later.state, later.ticket.tags) == (later, "implementing", ["outside its time"])


def test_several_deployments_of_one_commit_are_one_change_that_ends_with_the_last():
    make.service("Shop")
    first, second = tell(number="eu"), tell(number="us")
    assert first.change == second.change
    tell(Progress.SUCCEEDED, number="eu", minutes=5)
    assert Change.objects.get().state == "implementing"
    tell(Progress.SUCCEEDED, number="us", minutes=6)
    assert Change.objects.get().state == "evaluating"


def test_rules_say_whose_it_is_and_what_counts():
    shop, billing = make.service("Shop"), make.service("Billing")
    source, _key = life.add_source(by=CLOCK, name="P", provider="github", service=shop)
    rules = [
        {"subject": "nordwind/bill*", "service": billing, "counts": "yes"},
        {"environment": "stag*", "service": shop, "counts": "no"},
    ]
    life.set_rules(source, rules, by=CLOCK)
    assert tell(number="1", source=source, subject="nordwind/Billing-api", environment="").service == billing
    staged = tell(number="2", source=source, subject="nordwind/other", environment="Staging-live")
    assert (staged.service, staged.change) == (shop, None)
    assert tell(number="3", source=source, subject="nordwind/other").service == shop
    life.change_source(source, by=CLOCK, production=["blue"])
    assert tell(number="4", source=source, subject="x", environment="production").is_production is False
    assert tell(number="5", source=source, subject="x", environment="Blue").is_production is True


def test_what_failed_before_it_began_changed_nothing():
    make.service("Shop")
    assert tell(Progress.FAILED, only_if_begun=True) is None
    assert not Deployment.objects.exists()


def test_a_stranger_reports_nothing():
    with pytest.raises(NotAllowed):
        life.report(
            Report(external_id="1", subject="shop", progress=Progress.STARTED),
            by=Actor(key="person:9", name="Stranger"), source=None,
        )  # fmt: skip
