"""Senders and their keys."""

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.insight.detection import jobs, life
from watchkeep.insight.detection.models import Alert, Integration, IntegrationKey
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.secrets import digest


def test_the_key_is_shown_once_and_kept_as_a_digest():
    sender, plain = make.integration_and_key()
    key = sender.keys.get()
    assert len(plain) == 32
    assert (bytes(key.digest), key.tail, key.state) == (digest(plain), plain[-4:], "works")
    assert told("integration", sender.pk) == ["integration.added", "integration.key_issued"]


def test_rotation_gives_a_new_key_and_the_old_one_a_grace():
    sender, _ = make.integration_and_key()
    life.rotate_key(sender, by=CLOCK)
    new, old = sender.keys.all()
    assert (new.state, old.state) == ("works", "ends")
    with clock.travel(days=8):
        assert old.state == "expired"
        assert list(IntegrationKey.objects.working(clock.now())) == [new]


def test_a_second_rotation_does_not_lengthen_the_first_grace():
    sender, _ = make.integration_and_key()
    first = sender.keys.get()
    life.rotate_key(sender, by=CLOCK)
    first.refresh_from_db()
    ends = first.expires_at
    with clock.travel(days=3):
        life.rotate_key(sender, by=CLOCK)
    first.refresh_from_db()
    assert first.expires_at == ends


def test_a_revoked_key_is_over_and_cannot_be_revoked_again():
    sender, _ = make.integration_and_key()
    key = sender.keys.get()
    life.revoke_key(key, by=CLOCK)
    key.refresh_from_db()
    assert key.state == "revoked"
    with pytest.raises(Refused):
        life.revoke_key(key, by=CLOCK)


def test_names_are_unique_and_needed():
    make.integration("Prometheus")
    for name in ("Prometheus", " "):
        with pytest.raises(Refused) as refused:
            life.add_integration(by=CLOCK, name=name, kind="json")
        assert refused.value.field == "name"


def test_a_change_is_told_by_its_fields():
    sender = make.integration(kind="heartbeat")
    life.change_integration(sender, by=CLOCK, name="Nightly", every_seconds=3600, is_active=True)
    assert told("integration", sender.pk)[-1] == "integration.changed"
    sender.refresh_from_db()
    assert (sender.name, sender.heartbeat.every_seconds) == ("Nightly", 3600)


def test_a_test_event_goes_the_whole_way_and_back():
    sender = make.integration()
    life.send_test(sender, by=CLOCK)
    sweep(jobs.fold)
    assert Alert.objects.get().key == "watchkeep/test"
    life.send_test(sender, by=CLOCK, resolve=True)
    sweep(jobs.fold)
    assert Alert.objects.get().status == "resolved"


def test_when_it_was_last_heard_is_known():
    sender = make.integration()
    make.alert(sender)
    assert Integration.objects.get(pk=sender.pk).last_event_at is not None


@pytest.mark.parametrize("verb", [life.rotate_key, life.send_test])
def test_a_stranger_may_do_nothing(verb):
    with pytest.raises(NotAllowed):
        verb(make.integration(), by=make.actor(make.stranger()))
