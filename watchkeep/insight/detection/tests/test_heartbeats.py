"""A heartbeat that is missed is an alert; the next beat resolves it."""

from testing import make
from testing.harness import sweep, told
from watchkeep.insight.detection import jobs
from watchkeep.insight.detection.models import Alert, Status
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident


def beating(**values):
    sender = make.integration("Backup", kind="heartbeat", every_seconds=60, grace_seconds=30, **values)
    make.heard(sender, make.signal("heartbeat", "beat"))
    return sender


def test_before_the_first_beat_nothing_is_missed():
    make.integration(kind="heartbeat")
    with clock.travel(days=10):
        assert sweep(jobs.miss_heartbeats) == 0


def test_within_its_grace_nothing_is_missed():
    beating()
    with clock.travel(seconds=85):
        assert sweep(jobs.miss_heartbeats) == 0


def test_a_missed_beat_is_a_critical_alert_with_an_incident_told_once():
    sender = beating(service=make.service("Backups"))
    with clock.travel(seconds=95):
        assert sweep(jobs.miss_heartbeats) == 1
        assert sweep(jobs.miss_heartbeats) == 0
        sweep(jobs.fold)
    alert = Alert.objects.get()
    assert (alert.status, alert.severity, alert.incident) == (Status.FIRING, "critical", Incident.objects.get())
    assert "No heartbeat from Backup since" in alert.summary
    assert told("integration", sender.pk).count("detection.heartbeat_missed") == 1


def test_the_next_beat_resolves_it_and_starts_the_clock_anew():
    sender = beating()
    with clock.travel(seconds=95):
        sweep(jobs.miss_heartbeats)
        sweep(jobs.fold)
        make.heard(sender, make.signal("heartbeat", "beat"))
    assert Alert.objects.get().status == Status.RESOLVED
    assert Incident.objects.get().state == "restored"
    with clock.travel(seconds=200):
        assert sweep(jobs.miss_heartbeats) == 1


def test_a_heartbeat_that_is_switched_off_misses_nothing():
    sender = beating()
    sender.is_active = False
    sender.save()
    with clock.travel(days=1):
        sweep(jobs.miss_heartbeats)
        sweep(jobs.fold)
    assert Alert.objects.count() == 0
