"""Events become alerts."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.db import connection

from testing import make
from testing.harness import sweep
from watchkeep.insight.detection import jobs, life
from watchkeep.insight.detection.models import Alert, Event, Pending, SetAside, Status
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Incident

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_first_event_makes_an_alert_that_fires():
    alert = make.alert(summary="Disk full", severity="critical")
    assert (alert.status, alert.summary, alert.severity, alert.count) == (Status.FIRING, "Disk full", "critical", 1)


def test_a_repeated_event_is_counted_and_not_repeated():
    sender = make.integration()
    alert = make.heard(sender, *[make.signal() for _ in range(50)])[0]
    alert = make.heard(sender, make.signal())[0]
    assert (Alert.objects.count(), alert.count, alert.episodes) == (1, 51, 1)


def test_the_last_words_stand():
    sender = make.integration()
    make.heard(sender, make.signal(summary="3 % left", severity="warning"))
    alert = make.heard(sender, make.signal(summary="1 % left", severity="critical"))[0]
    assert (alert.summary, alert.severity) == ("1 % left", "critical")


def test_two_senders_may_use_the_same_key():
    make.alert(make.integration())
    make.alert(make.integration())
    assert Alert.objects.count() == 2


@pytest.mark.parametrize("action", ["acknowledge", "resolve", "beat"])
def test_what_is_said_of_an_unknown_key_creates_nothing(action):
    assert make.heard(make.integration(), make.signal(action=action)) == []
    assert Alert.objects.count() == 0


def test_resolve_and_acknowledge_of_a_recovered_alert_change_nothing():
    sender = make.integration()
    make.heard(sender, make.signal(), make.signal(action="resolve"))
    alert = make.heard(sender, make.signal(action="acknowledge"), make.signal(action="resolve"))[0]
    assert alert.status == Status.RESOLVED


def test_an_alert_that_fires_again_begins_again():
    sender = make.integration()
    make.heard(sender, make.signal(), make.signal(action="resolve"))
    alert = make.heard(sender, make.signal())[0]
    assert (alert.status, alert.episodes, alert.count, alert.resolved_at) == (Status.FIRING, 2, 2, None)


def test_a_firing_that_arrives_after_its_recovery_is_old_news():
    sender = make.integration()
    make.heard(sender, make.signal(stamp=NOON))
    make.heard(sender, make.signal(action="resolve", stamp=NOON + timedelta(minutes=5)))
    alert = make.heard(sender, make.signal(stamp=NOON))[0]
    assert (alert.status, alert.count) == (Status.RESOLVED, 1)


def test_a_recovery_from_an_earlier_time_does_not_end_what_began_later():
    sender = make.integration()
    make.heard(sender, make.signal(stamp=NOON + timedelta(hours=1)))
    alert = make.heard(sender, make.signal(action="resolve", stamp=NOON))[0]
    assert alert.status == Status.FIRING


def test_a_sender_whose_clock_is_ahead_is_believed_in_order_of_arrival():
    sender = make.integration()
    ahead = clock.now() + timedelta(days=400)
    make.heard(sender, make.signal(stamp=ahead))
    alert = make.heard(sender, make.signal(action="resolve", stamp=clock.now()))[0]
    assert alert.status == Status.RESOLVED


def test_a_sender_whose_clock_is_behind_is_compared_with_itself_alone():
    sender = make.integration()
    behind = clock.now() - timedelta(days=400)
    make.heard(sender, make.signal(stamp=behind))
    alert = make.heard(sender, make.signal(action="resolve", stamp=behind + timedelta(seconds=1)))[0]
    assert alert.status == Status.RESOLVED


DETAILS = msgspec.Raw(b'{"shop": "ams", "free": 3, "deep": {"a": 1}, "env": "no"}')


def test_plain_values_of_the_details_are_labels():
    alert = make.alert(labels={"env": "prod"}, details=DETAILS)
    assert alert.labels == {"env": "prod", "shop": "ams", "free": "3"}


def test_every_event_stays_in_the_inbox_and_none_waits():
    sender = make.integration()
    make.heard(sender, *[make.signal(f"k{n % 3}") for n in range(10)])
    assert (Event.objects.count(), Pending.objects.count()) == (10, 0)


def test_a_poison_event_is_set_aside_and_the_others_go_on(monkeypatch):
    sender = make.integration()
    make.said(sender, *[make.signal(f"k{n}") for n in range(9)])
    spoil(5)
    assert sweep(jobs.fold) == 9
    assert Alert.objects.count() == 8
    assert Pending.objects.count() == 0


def test_an_event_that_was_set_aside_can_be_tried_again():
    sender = make.integration()
    make.said(sender, make.signal())
    event = Event.objects.get()
    Pending.objects.all().delete()
    aside = SetAside.objects.create(
        event=event.pk, received_at=event.received_at, integration=sender, error="ValueError: no", at=clock.now()
    )
    life.retry(aside, by=CLOCK)
    sweep(jobs.fold)
    assert (Alert.objects.count(), SetAside.objects.count()) == (1, 0)


def test_a_storm_is_drained_batch_by_batch():
    sender = make.integration()
    for _ in range(3):
        make.said(sender, *[make.signal(f"k{n % 100}") for n in range(1500)])
    assert life.fold_waiting(2000) == 2000
    sweep(jobs.fold)
    assert sum(Alert.objects.values_list("count", flat=True)) == 4500


def test_many_faults_at_one_moment_are_opened_a_few_at_a_time_and_none_is_lost():
    sender = make.integration(service=make.service(), group_by=["fault"])
    burst = [make.signal(f"k{n}", labels={"fault": f"f{n}"}) for n in range(12)]
    make.said(sender, *burst, *burst, make.signal("k11", action="resolve"))
    assert life.fold_waiting() == 10
    assert (Incident.objects.count(), Pending.objects.count()) == (5, 15)
    assert set(Alert.objects.values_list("key", flat=True)) == {f"k{n}" for n in range(5)}
    sweep(jobs.fold)
    assert (Incident.objects.count(), Pending.objects.count()) == (12, 0)
    assert set(Alert.objects.values_list("count", flat=True)) == {2}
    assert [alert.key for alert in Alert.objects.filter(status=Status.RESOLVED)] == ["k11"]


def test_however_many_alerts_one_fault_has_they_are_folded_at_once():
    sender = make.integration(service=make.service())
    make.said(sender, *[make.signal(f"k{n}") for n in range(40)])
    assert life.fold_waiting() == 40
    assert Incident.objects.count() == 1


def spoil(nth: int) -> None:
    """Break the content of the nth event that waits, as if a disk had."""
    event = Event.objects.order_by("id")[nth]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE detection_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE detection_event SET content = '{\"key\"' WHERE id = %s", (event.pk,))
        cursor.execute("ALTER TABLE detection_event ENABLE TRIGGER USER")
