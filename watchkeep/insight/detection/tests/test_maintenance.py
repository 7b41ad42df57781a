"""Maintenance keeps quiet what it covers, by when the fault began, and lets speak what is still broken at its end."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import jobs as estate
from watchkeep.estate.services import life as services
from watchkeep.insight.detection import jobs
from watchkeep.insight.detection.life import folding
from watchkeep.insight.detection.models import Alert, Pending, Severity, Status
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Incident

HOUR = timedelta(hours=1)


@pytest.fixture
def shop():
    return make.service("Shop", tier=1)


@pytest.fixture
def sender(shop):
    return make.integration(service=shop)


def test_the_worker_was_dead_from_before_the_start_to_after_the_end_and_nobody_is_paged_for_what_was_covered(
    sender, shop
):
    with clock.frozen(clock.now()):
        start = clock.now()
        window = make.maintenance(shop, starts_at=start + HOUR, hours=1)
        with clock.travel(minutes=90):
            make.said(sender, make.signal("covered"), make.signal("broken"))
        with clock.travel(minutes=100):
            make.said(sender, make.signal("covered", "resolve"))
        with clock.travel(hours=5):
            folding.fold_waiting(limit=2)
            assert Alert.objects.filter(is_silenced=True).count() == 2
            assert sweep(jobs.speak_up) == 0, "an event of before the end waits: nobody knows yet what is over"
            sweep(jobs.fold)
            assert not Pending.objects.exists()
            assert not Incident.objects.exists()
            assert sweep(jobs.speak_up) == 1
    assert window.ends_at < clock.now() + 2 * HOUR
    (incident,) = Incident.objects.all()
    assert Alert.objects.get(key="broken").incident == incident
    covered = Alert.objects.get(key="covered")
    assert (covered.status, covered.incident, covered.is_silenced) == (Status.RESOLVED, None, False)
    assert told("alert", covered.pk) == ["detection.alert_silenced"]


def test_what_began_and_ended_in_one_batch_after_the_window_stays_quiet(sender, shop):
    make.maintenance(shop, hours=1)
    make.said(sender, make.signal("blip"), make.signal("blip", "resolve"))
    with clock.travel(hours=3):
        sweep(jobs.fold)
        sweep(jobs.speak_up)
    assert not Incident.objects.exists()


def test_what_its_sender_says_began_in_the_window_is_quiet_until_it_is_seen_to_last(sender, shop):
    at = clock.now()
    make.maintenance(shop, starts_at=at, hours=1)
    with clock.travel(hours=2):
        make.said(sender, make.signal("late", stamp=at + HOUR / 2), make.signal("late", "resolve"))
        make.said(sender, make.signal("of its own"))
        sweep(jobs.fold)
    assert Alert.objects.get(key="late").incident is None
    assert Alert.objects.get(key="of its own").incident


def test_what_began_before_the_window_pages_however_late_it_is_folded(sender, shop):
    make.maintenance(shop, starts_at=clock.now() + HOUR)
    make.said(sender, make.signal())
    with clock.travel(hours=2):
        sweep(jobs.fold)
    assert Incident.objects.exists()


def test_a_window_that_is_moved_keeps_quiet_for_as_long_and_one_that_is_called_off_no_longer(sender, shop):
    window = make.maintenance(shop)
    make.alert(sender)
    services.move_maintenance(
        window, by=CLOCK, services=[shop], starts_at=window.starts_at, ends_at=window.ends_at + HOUR, reason="Longer"
    )
    with clock.travel(minutes=150):
        assert sweep(jobs.speak_up) == 0
    services.cancel_maintenance(window, by=CLOCK)
    assert sweep(jobs.speak_up) == 1
    assert Incident.objects.exists()


@pytest.mark.parametrize(
    ("breaks", "severity", "opens"), [(True, "critical", True), (True, "info", False), (False, "critical", False)]
)
def test_a_sev1_breaks_through_if_the_window_lets_it(sender, shop, breaks, severity, opens):
    make.maintenance(shop, breaks_through=breaks)
    make.heard(sender, make.signal(severity=Severity(severity)))
    assert Incident.objects.exists() is opens


@pytest.mark.parametrize("label", [{"instance": "db-7:9100"}, {"host": "DB-7.example.com"}, {"node": "db-7"}])
def test_an_alert_about_an_item_under_a_window_is_quiet_until_it_ends(label):
    plain = make.integration()
    make.maintenance(items=(make.item("db-7"),))
    make.heard(plain, make.signal("disk", labels=label), make.signal("other", labels={"host": "db-8"}))
    assert (Alert.objects.get(key="disk").is_silenced, Incident.objects.count()) == (True, 1)
    with clock.travel(hours=3):
        assert sweep(jobs.speak_up) == 1
    assert Alert.objects.get(key="disk").incident


def test_an_alert_that_names_only_a_service_is_quiet_while_an_item_below_it_is_worked_on(sender, shop):
    host, machine = make.item("host-1"), make.item("vm-1")
    assets.relate(machine, host, by=CLOCK, kind="depends_on")
    services.attach_item(shop, machine, by=CLOCK)
    sweep(estate.count_footings)
    window = make.maintenance(items=(host,))
    make.heard(sender, make.signal("slow"))
    slow = Alert.objects.get(key="slow")
    assert (slow.is_silenced, slow.silenced_by, Incident.objects.exists()) == (True, window, False)
    with clock.travel(hours=3):
        assert sweep(jobs.speak_up) == 1
    assert Incident.objects.exists()
