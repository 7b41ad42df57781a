"""Secret calendar addresses."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Feed
from watchkeep.estate.calendars import life as calendars
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed


def test_the_key_opens_the_feed_and_only_its_digest_is_kept():
    ana = make.ana()
    key = life.issue_feed(ana, by=make.actor(ana), schedule=make.schedule())
    feed = queries.feed_of(key)
    assert feed.owner == ana
    assert key.encode() not in bytes(feed.digest)
    assert told("person", ana.pk)[-1] == "oncall.feed_issued"


def test_another_key_opens_nothing():
    assert queries.feed_of("cal_0000") is None


def test_a_revoked_address_no_longer_opens():
    ana = make.ana()
    key = life.issue_feed(ana, by=make.actor(ana))
    life.revoke_feed(Feed.objects.get(), by=make.actor(ana))
    life.revoke_feed(Feed.objects.get(), by=make.actor(ana))
    assert queries.feed_of(key) is None
    assert told("person", ana.pk).count("oncall.feed_revoked") == 1


def test_the_address_of_somebody_who_has_left_no_longer_opens():
    ana = make.ana()
    key = life.issue_feed(ana, by=make.actor(ana))
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    assert queries.feed_of(key) is None


def test_nobody_makes_or_closes_an_address_for_somebody_else():
    with pytest.raises(NotAllowed):
        life.issue_feed(make.ana(), by=make.actor(make.bo()))
    life.issue_feed(make.ana(), by=make.actor(make.ana()))
    with pytest.raises(NotAllowed):
        life.revoke_feed(Feed.objects.get(), by=make.actor(make.bo()))


def test_who_may_not_see_rotas_gets_no_address():
    with pytest.raises(NotAllowed):
        life.issue_feed(make.employee(), by=make.actor(make.employee()))


def test_reading_is_noted_about_once_an_hour():
    life.issue_feed(make.ana(), by=make.actor(make.ana()))
    calendars.note_reading(Feed.objects.get())
    first = Feed.objects.get().read_at
    calendars.note_reading(Feed.objects.get())
    assert Feed.objects.get().read_at == first
    with clock.travel(hours=2):
        calendars.note_reading(Feed.objects.get())
    assert Feed.objects.get().read_at > first
