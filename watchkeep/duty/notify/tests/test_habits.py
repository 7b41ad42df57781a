from datetime import UTC, datetime, time, timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import send_digests
from watchkeep.duty.notify.models import Delivery, Gathered, Habit
from watchkeep.estate.people.queries import actor_for
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

EVENING = datetime(2026, 5, 11, 21, 30, tzinfo=UTC)


@pytest.fixture
def ana():
    return make.ana(time_zone="UTC")


def settle(person, **habits):
    return life.set_habits(person, by=actor_for(person), **habits)


def hear(person, fact=1, urgency="low", **more):
    return life.notify(person, fact_id=fact, subject=f"Reply {fact}", body="…", urgency=urgency, **more)


def test_what_can_wait_waits_until_the_night_is_over(ana):
    settle(ana, quiet_from=time(21), quiet_until=time(7))
    with clock.frozen(EVENING):
        hear(ana)
    assert Delivery.objects.get().next_attempt_at == datetime(2026, 5, 12, 7, tzinfo=UTC)


def test_what_is_urgent_knows_no_quiet_hours(ana):
    settle(ana, quiet_from=time(21), quiet_until=time(7), gathering="daily")
    with clock.frozen(EVENING):
        hear(ana, urgency="high")
    assert Delivery.objects.get().next_attempt_at == EVENING


def test_what_can_wait_is_gathered_and_told_together_once(ana):
    settle(ana, gathering="daily", digest_at=time(8))
    with clock.frozen(EVENING):
        assert [hear(ana, fact=n, link=f"http://x/{n}") for n in (1, 2, 2)] == [1, 1, 1]
        assert (send_digests(), Delivery.objects.count()) == (0, 0)
    with clock.frozen(EVENING + timedelta(hours=11)):
        assert (send_digests(), send_digests()) == (1, 0)
    mail = Delivery.objects.get()
    assert (mail.subject, mail.urgency) == ("2 things that could wait", "low")
    assert "Reply 1\nhttp://x/1\n\nReply 2\nhttp://x/2" in mail.body
    assert (Gathered.objects.count(), Habit.objects.get().next_digest_at) == (0, None)
    assert told("person", ana.pk)[-1] == "contact.digest_sent"


def test_a_digest_names_fifty_and_counts_the_rest(ana):
    settle(ana, gathering="hourly")
    with clock.frozen(EVENING):
        for n in range(53):
            hear(ana, fact=n + 1)
    with clock.frozen(EVENING + timedelta(hours=1)):
        send_digests()
    mail = Delivery.objects.get()
    assert mail.subject == "53 things that could wait"
    assert mail.body.endswith("Reply 50\n\nAnd 3 more.")


def test_a_digest_respects_the_night(ana):
    settle(ana, gathering="hourly", quiet_from=time(21), quiet_until=time(7))
    with clock.frozen(EVENING):
        hear(ana)
    assert Habit.objects.get().next_digest_at == datetime(2026, 5, 12, 7, tzinfo=UTC)


def test_whoever_gathers_no_more_hears_at_once_what_was_gathered(ana):
    settle(ana, gathering="daily")
    with clock.frozen(EVENING):
        hear(ana)
        settle(ana)
        assert send_digests() == 1


def test_nobody_is_told_who_has_left(ana):
    settle(ana, gathering="hourly")
    with clock.frozen(EVENING):
        hear(ana)
        ana.is_active = False
        ana.save()
    with clock.frozen(EVENING + timedelta(hours=2)):
        assert send_digests() == 1
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("habits", "field"),
    [
        ({"quiet_from": time(22)}, "quiet_until"),
        ({"quiet_from": time(22), "quiet_until": time(22)}, "quiet_until"),
        ({"quiet_days": range(7)}, "quiet_days"),
        ({"quiet_days": [9]}, "quiet_days"),
    ],
)
def test_habits_that_make_no_sense_are_refused(ana, habits, field):
    with pytest.raises(Refused) as no:
        settle(ana, **habits)
    assert (no.value.field, Habit.objects.count()) == (field, 0)


def test_nobody_sets_the_habits_of_somebody_else(ana):
    with pytest.raises(NotAllowed):
        life.set_habits(ana, by=actor_for(make.bo()), gathering="daily")
