"""The gate: go, wait with what is missing, stop for what stands against it; asked again it is the same asking."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import run_later
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Asking, Change, Freeze

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nine():
    make.manager()
    with clock.frozen(NINE):
        yield


def ask(service="shop", **more):
    return life.ask_gate(life.Question(service=service, **more), by=CLOCK)


def said(asking):
    return asking.verdict, [one["code"] for one in asking.reasons]


def test_a_standard_model_goes_ahead_and_is_on_record_once():
    make.service("Shop")
    make.change_model("Release", is_standard=True)
    first = ask(model="release", key="run-1", revision="v14")
    again = ask(model="release", key="run-1")
    assert said(first) == ("go", ["standard"])
    assert said(again) == ("go", ["under_way"])
    assert (first.pk, first.change) == (again.pk, again.change)
    change = Change.objects.get()
    assert (change.kind, change.state, change.begun_at) == ("standard", "implementing", NINE)
    assert "0 of 0 runs went well" in first.reasons[0]["words"]
    assert change.risk is None
    run_later()
    change.refresh_from_db()
    assert change.risk is not None


@pytest.mark.parametrize(
    ("state", "verdict", "code"),
    [
        ("draft", "wait", "not_approved"), ("waiting", "wait", "not_approved"), ("scheduled", "go", "approved"),
        ("implementing", "go", "under_way"), ("closed", "wait", "over"), ("cancelled", "wait", "over"),
    ],
)  # fmt: skip
def test_a_planned_change_goes_when_it_is_agreed_to(state, verdict, code):
    change = make.change(state, services=[make.service("Shop")])
    assert said(ask(change=change.number)) == (verdict, [code])
    assert Asking.objects.get().change == change


@pytest.mark.parametrize(("hours", "code"), [(2, "too_early"), (-3, "too_late")])
def test_a_planned_change_waits_for_its_time(hours, code):
    change = make.change("scheduled", services=[make.service("Shop")])
    with clock.frozen(NINE - timedelta(hours=hours)):
        asking = ask(change=change.number)
    assert said(asking) == ("wait", [code])
    assert change.number in asking.reasons[0]["words"]


@pytest.mark.parametrize(("model", "code"), [("", "no_change"), ("release", "not_standard")])
def test_what_nobody_agreed_to_waits_and_makes_nothing(model, code):
    make.service("Shop")
    make.change_model("Release")
    assert said(ask(model=model)) == ("wait", [code])
    assert not Change.objects.exists()


def test_an_open_sev1_on_what_it_stands_on_stops_all_but_an_emergency():
    base = make.service("Database")
    shop = make.service("Shop", needs=(make.service("API", needs=(base,)),))
    make.change_model("Release", is_standard=True)
    incident = make.incident(service=base, severity=1)
    asking = ask(model="release", key="run-1")
    assert said(asking) == ("stop", ["open_sev1", "standard"])
    assert incident.ticket.number in asking.reasons[0]["words"]
    assert not Change.objects.exists()
    urgent = make.change("draft", services=[shop], kind="emergency")
    life.rush(urgent, by=CLOCK)
    assert said(ask(change=urgent.number)) == ("go", ["under_way"])
    incident.ticket.is_open, incident.ticket.state = False, "resolved"
    incident.ticket.save()
    assert said(ask("database", model="release")) == ("go", ["standard", "relative"])


def test_a_freeze_stops_what_it_does_not_let_through():
    make.service("Shop")
    make.change_model("Release", is_standard=True)
    make.freeze()
    assert said(ask(model="release")) == ("stop", ["freeze", "standard"])
    Freeze.objects.update(kinds=["standard"])
    assert said(ask(model="release"))[0] == "go"


def test_another_change_under_way_on_it_stops():
    shop = make.service("Shop")
    make.change_model("Release", is_standard=True)
    other = make.change("implementing", services=[shop])
    asking = ask(model="release")
    assert said(asking) == ("stop", ["conflict", "standard"])
    assert asking.reasons[0]["number"] == other.number


def planned(state, **more):
    starts_at = more.pop("starts_at", NINE - timedelta(minutes=5))
    return make.change(state, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **more)


@pytest.fixture
def around():
    """A shop that needs a database and is needed by a till, with a standard model."""
    make.change_model("Release", is_standard=True)
    base = make.service("Database")
    shop = make.service("Shop", needs=(base,))
    return {"shop": shop, "database": base, "till": make.service("Till", needs=(shop,))}


def test_what_is_taken_down_above_or_below_on_the_map_lets_it_wait(around):
    below = planned("implementing", services=[around["database"]])
    Change.objects.update(outage_minutes=10)
    asking = ask(model="release")
    assert said(asking) == ("wait", ["relative", "standard"])
    assert asking.reasons[0]["number"] == below.number
    life.back_out(below, by=CLOCK, reason="No")
    above = planned("implementing", services=[around["till"]])
    Change.objects.update(outage_minutes=10)
    asking = ask(model="release")
    assert (asking.verdict, asking.reasons[0]["number"]) == ("wait", above.number)


def test_what_takes_it_down_before_it_would_be_over_stops_and_what_else_is_planned_is_told(around):
    harmless = planned("scheduled", services=[around["shop"]], starts_at=NINE + timedelta(minutes=5))
    planned("scheduled", services=[around["till"]], starts_at=NINE + timedelta(minutes=5))
    change = planned("scheduled", services=[around["shop"]])
    asking = ask(change=change.number)
    assert said(asking) == ("go", ["approved", "conflict", "relative"])
    assert asking.reasons[1]["number"] == harmless.number
    Change.objects.filter(pk=harmless.pk).update(outage_minutes=10)
    assert said(ask(change=change.number)) == ("stop", ["conflict", "approved", "relative"])
    Change.objects.filter(pk=harmless.pk).update(starts_at=NINE + timedelta(hours=4), ends_at=NINE + timedelta(hours=5))
    assert said(ask(change=change.number)) == ("go", ["approved", "relative"])


def test_maintenance_that_is_going_on_lets_it_wait_and_what_lies_ahead_is_told(around):
    make.maintenance(around["database"], starts_at=NINE + timedelta(minutes=10))
    change = planned("scheduled", services=[around["shop"]])
    assert said(ask(change=change.number)) == ("go", ["approved", "maintenance"])
    with clock.frozen(NINE + timedelta(minutes=11)):
        assert said(ask(change=change.number)) == ("wait", ["maintenance", "approved"])


def test_what_overran_its_time_is_still_under_way(around):
    planned("implementing", services=[around["shop"]], starts_at=NINE - timedelta(minutes=5))
    with clock.frozen(NINE + timedelta(hours=9)):
        assert said(ask(model="release"))[0] == "stop"


def test_an_emergency_waits_for_nothing(around):
    planned("implementing", services=[around["database"]])
    urgent = planned("draft", services=[around["shop"]], kind="emergency")
    life.rush(urgent, by=CLOCK)
    assert said(ask(change=urgent.number)) == ("go", ["under_way", "relative"])


def test_what_a_pipeline_began_and_never_ended_stands_in_nobodys_way():
    make.service("Shop")
    make.change_model("Release", is_standard=True)
    ask(model="release", key="run-1")
    assert ask(model="release", key="run-2").verdict == "stop"
    with clock.frozen(NINE + timedelta(hours=7)):
        assert ask(model="release", key="run-3").verdict == "go"


def test_what_is_not_production_goes_and_leaves_no_change():
    make.service("Shop")
    assert said(ask(environment="staging")) == ("go", ["not_production"])
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"service": "none"}, "service"), ({"service": ""}, "service"), ({"model": "none"}, "model"),
        ({"change": "CHG-999999"}, "change"), ({"service": "other", "key": "run-1"}, "key"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_which_field(question, field):
    make.service("Shop")
    make.service("Other")
    ask(key="run-1")
    with pytest.raises(Refused) as no:
        ask(**question)
    assert no.value.field == field


def test_a_stranger_asks_nothing():
    with pytest.raises(NotAllowed):
        life.ask_gate(life.Question(service="shop"), by=Actor(key="person:9", name="Stranger"))


def test_asking_costs_the_same_however_much_there_is():
    def some(n):
        Freeze.objects.all().delete()
        for number in range(n):
            make.incident(service=shop, severity=1)
            for state in ("implementing", "scheduled"):
                make.change(state, services=[shop], items=[make.item(f"{state}{n}{number}")])
            make.maintenance(shop)
        for number in range(n):
            make.freeze(f"Freeze {number}", services=[shop])

    shop = make.service("Shop")
    make.change_model("Release")
    ask(model="release", key="warm")
    some(1)
    with CaptureQueriesContext(connection) as few:
        assert ask(model="release", key="few").verdict == "stop"
    some(3)
    with CaptureQueriesContext(connection) as many:
        assert ask(model="release", key="many").verdict == "stop"
    assert len(many) == len(few)
