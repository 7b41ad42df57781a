import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.communications import life, queries
from watchkeep.kernel.errors import NotAllowed


def test_somebody_of_the_house_follows_a_service_once():
    shop, eve = make.service("Web shop"), make.employee()
    life.subscribe(shop, by=make.actor(eve))
    life.subscribe(shop, by=make.actor(eve))
    assert [row.service for row in queries.followed_by(eve.pk)] == [shop]
    assert told("service", shop.pk) == ["service.subscribed"]


def test_customers_do_not_follow_what_we_say_to_ourselves():
    with pytest.raises(NotAllowed):
        life.subscribe(make.service(), by=make.actor(make.stranger()))


def test_only_oneself_stops_following():
    row = life.subscribe(make.service(), by=make.actor(make.ana()))
    with pytest.raises(NotAllowed):
        life.unsubscribe(row, by=make.actor(make.bo()))
    life.unsubscribe(row, by=make.actor(make.ana()))
    assert not queries.followed_by(make.ana().pk)
