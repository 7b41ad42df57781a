"""Drift: what was found changed without a change is one finding; what a change covers is none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.changes import jobs, life
from watchkeep.work.changes.models import Drift, DriftLook

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, NEW = "6.1.0-25-amd64", "6.1.0-28-amd64"


@pytest.fixture(autouse=True)
def _manager():
    make.manager()


def seen(item, hours=0, software=None, **values):
    """An agent tells what a machine is like, and a while later it is looked at."""
    source = make.reporter()
    with clock.frozen(NINE + timedelta(hours=hours)):
        assets.report(item, by=CLOCK, source=source, values={"kernel": OLD, "cores": 4} | values)
        if software is not None:
            packages = [assets.Package(name, version=version) for name, version in software.items()]
            assets.install_many({item.pk: packages}, by=CLOCK, source=source)
    with clock.frozen(NINE + timedelta(hours=hours, minutes=5)):
        while jobs.look_at_drift():
            pass


@pytest.fixture
def server():
    item = make.item("db-1", cls="virtual_machine")
    seen(item, software={"linux-image": "6.1.0-25", "openssl": "3.0.15"})
    return item


def test_the_first_inventory_is_no_drift(server):
    assert not Drift.objects.exists()
    assert not DriftLook.objects.exists()


def test_another_kernel_with_its_packages_is_one_finding(server):
    seen(server, 24, kernel=NEW, cores=8, software={"linux-image": "6.1.0-28", "openssl": "3.0.16", "jq": "1.6"})
    drift = Drift.objects.get()
    found = {one["attribute"]: (one["before"], one["after"]) for one in drift.differences}
    assert found == {
        "kernel": (OLD, NEW), "software: linux-image": ("6.1.0-25", "6.1.0-28"),
        "software: openssl": ("3.0.15", "3.0.16"), "software: jq": (None, "1.6"),
    }  # fmt: skip
    assert (drift.sources, drift.first_seen_at) == (["agent"], NINE + timedelta(hours=24))
    assert told("drift", drift.pk) == ["drift.found"]


def test_what_changes_back_and_forth_within_the_burst_has_not_changed(server):
    source = make.reporter()
    for kernel in (NEW, OLD):
        with clock.frozen(NINE + timedelta(hours=24)):
            assets.report(server, by=CLOCK, source=source, values={"kernel": kernel, "cores": 4})
    with clock.frozen(NINE + timedelta(hours=24, minutes=5)):
        jobs.look_at_drift()
    assert not Drift.objects.exists()


def test_more_within_the_hour_joins_and_later_is_another_finding(server):
    seen(server, 24, kernel=NEW)
    seen(server, 24.5, kernel="6.1.0-29")
    assert [(one["before"], one["after"]) for one in Drift.objects.get().differences] == [(OLD, "6.1.0-29")]
    seen(server, 40, kernel="6.1.0-30")
    assert Drift.objects.count() == 2


@pytest.mark.parametrize("on", ["item", "service", "host", "cluster's service"])
def test_a_change_in_force_covers_it_wherever_it_was_announced(server, on):
    host = make.item("host-1")
    assets.relate(server, host, kind="runs_on", by=CLOCK)
    service = make.service("Shop", on=(server,))
    touched = {"item": {"items": [server]}, "service": {"services": [service]}, "host": {"items": [host]}}
    given = touched.get(on) or {"services": [make.service("Platform", on=(host,))]}
    with clock.frozen(NINE + timedelta(hours=10)):
        make.change("evaluating", **given)
    seen(server, 24, kernel=NEW)
    assert Drift.objects.exists() is (on == "cluster's service")


@pytest.mark.parametrize(
    ("state", "at", "is_drift"),
    [("scheduled", 23.5, False), ("draft", 23.5, True), ("cancelled", 23.5, True), ("implementing", 12, False),
     ("evaluating", -20, True), ("closed", 10, False)],
)  # fmt: skip
def test_only_what_is_agreed_to_and_in_its_time_covers(server, state, at, is_drift):
    with clock.frozen(NINE + timedelta(hours=at)):
        make.change(state, items=[server])
    seen(server, 24, kernel=NEW)
    assert Drift.objects.exists() is is_drift


def test_a_change_on_another_server_covers_nothing(server):
    with clock.frozen(NINE + timedelta(hours=23)):
        make.change("implementing", items=[make.item("db-2")])
    seen(server, 24, kernel=NEW)
    assert Drift.objects.count() == 1


def test_people_say_what_is_watched():
    laptop = make.item("laptop", cls="laptop")
    cls = ItemClass.objects.get(slug="laptop")
    row = life.watch(by=CLOCK, cls=cls, attributes=["kernel", "software"], software=["linux-*"])
    seen(laptop, software={"linux-image": "1", "jq": "1"})
    seen(laptop, 24, kernel=OLD, software={"linux-image": "2", "jq": "2"})
    assert [one["attribute"] for one in Drift.objects.get().differences] == ["software: linux-image"]
    life.unwatch(row, by=CLOCK)
    seen(laptop, 60, kernel=NEW)
    assert Drift.objects.count() == 1


def test_it_is_justified_linked_or_raised_once(server):
    seen(server, 24, kernel=NEW)
    drift, bo = Drift.objects.get(), make.actor(make.bo())
    with pytest.raises(Refused) as no:
        life.justify(drift, by=bo, reason=" ")
    assert no.value.field == "reason"
    with clock.frozen(NINE + timedelta(hours=25)):
        change = life.raise_drift(drift, by=bo, reason="A kernel with a hole had to go.")
    assert (change.kind, change.state, list(change.items.all())) == ("emergency", "evaluating", [server])
    assert (change.begun_at, change.regularise_by is not None) == (drift.first_seen_at, True)
    assert OLD in change.ticket.description
    assert (change.ticket.assignee, change.ticket.requester, change.ticket.tags) == (None, make.bo(), ["unannounced"])
    kinds = told("ticket", change.pk, "change")
    assert "change.recorded" in kinds
    assert not {"change.begun", "change.finished"} & set(kinds)
    with pytest.raises(Refused):
        life.justify(Drift.objects.get(), by=bo, reason="Again")
    seen(server, 90, kernel="7")
    life.link_drift(Drift.objects.open().get(), by=bo, change=change)
    seen(server, 120, kernel="8")
    life.justify(Drift.objects.open().get(), by=bo, reason="The rescue system was started.")
    assert sorted(Drift.objects.values_list("standing", flat=True)) == ["justified", "linked", "raised"]
    with pytest.raises(NotAllowed):
        life.justify(drift, by=Actor(key="person:9", name="Stranger"), reason="Because")


def test_a_look_costs_the_same_for_one_and_for_many():
    items = [make.item(f"web-{number}") for number in range(12)]
    source = make.reporter()

    def all_seen(several, kernel, hours):
        with clock.frozen(NINE + timedelta(hours=hours)):
            said = [assets.Said(item=one.pk, values={"kernel": kernel}) for one in several]
            assets.report_many(said, by=CLOCK, source=source)

    all_seen(items, OLD, 0)
    with clock.frozen(NINE + timedelta(hours=1)):
        jobs.look_at_drift()
    counts = []
    for several, kernel, hours in ((items[:1], NEW, 24), (items[1:], NEW, 30)):
        all_seen(several, kernel, hours)
        with clock.frozen(NINE + timedelta(hours=hours, minutes=5)), CaptureQueriesContext(connection) as count:
            jobs.look_at_drift()
        counts.append(len(count))
    assert counts[1] <= counts[0] + 1 <= 25
    assert Drift.objects.count() == len(items) == Item.objects.filter(name__startswith="web-").count()
