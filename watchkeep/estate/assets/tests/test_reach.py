"""What hangs on an item: through what it stands for, past what is retired, round circles, out of hubs, now and then."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def needs(one, other):
    return life.relate(one, other, by=CLOCK, kind="depends_on")


def above(item, **more):
    return queries.reach([item.pk], upwards=True, **more)


@pytest.fixture
def chain():
    """Shop needs web, web needs host."""
    shop, web, host = (make.item(name, cls="application") for name in ("shop", "web", "host"))
    needs(shop, web)
    needs(web, host)
    return shop, web, host


def test_who_stands_for_another_has_what_hangs_on_it_and_gives_it_back(chain):
    shop, web, host = chain
    twin, other = make.item("host again", cls="application"), make.item("other", cls="application")
    needs(other, twin)
    life.stand_for({twin.pk: host.pk, web.pk: shop.pk}, by=CLOCK)
    assert above(host).others == [shop.pk, other.pk]
    assert {(edge.hit, edge.cause) for edge in queries.edges_among([shop.pk, host.pk, other.pk]).rows} == {
        (shop.pk, host.pk), (other.pk, host.pk),
    }  # fmt: skip
    assert queries.reach([other.pk], upwards=False).others == [host.pk]
    life.stand_for({twin.pk: twin.pk, web.pk: web.pk}, by=CLOCK)
    assert (above(host).others, above(twin).others) == ([web.pk, shop.pk], [other.pk])


def test_a_failure_ends_at_what_is_retired_and_on_the_map_as_it_was_does_not(chain):
    shop, web, host = chain
    Item.objects.update(created_at=clock.now() - timedelta(days=3))
    before = clock.now()
    life.retire(web, by=CLOCK)
    assert above(host).others == []
    assert above(host, at=before).others == [web.pk, shop.pk]
    assert queries.reach([shop.pk], upwards=False).others == []
    retired = clock.now()
    life.revive(web, by=CLOCK)
    assert above(host).others == [web.pk, shop.pk]
    assert above(host, at=retired).others == []


def test_a_circle_is_walked_once(chain):
    shop, web, host = chain
    needs(host, shop)
    assert above(host).depths == {host.pk: 0, web.pk: 1, shop.pk: 2}


def test_a_hub_is_cut_and_says_so(chain):
    *_, host = chain
    for number in range(9):
        needs(make.item(f"n{number}", cls="application"), host)
    found = above(host, most=5)
    assert (len(found.others), found.is_cut) == (5, True)
    whole = above(host, most=11)
    assert (len(whole.others), whole.is_cut) == (11, False)


def test_what_was_known_at_an_instant_is_known_still():
    mia = make.actor(make.manager())
    team, server = make.team("Web"), make.item_class()
    host = life.add_item(by=mia, name="web-01", cls=server, values={"os": "Debian 12"})
    before = clock.now()
    life.edit_item(host, by=mia, owner_team=team, values={"os": "Debian 13"})
    life.retire(host, by=mia)
    then, now = queries.as_of(host, before), queries.as_of(host, clock.now())
    assert (then.values["os"], then.values["state"], "owner_team" in then.values) == ("Debian 12", "in_use", False)
    assert (now.values["os"], now.values["state"], now.values["owner_team"]) == ("Debian 13", "retired", team.pk)
    assert (then.is_known, queries.as_of(host, before - timedelta(days=1)).is_known) == (True, False)


def test_relations_that_are_left_out_are_said_to_be(chain):
    ids = [one.pk for one in chain]
    assert (len(queries.edges_among(ids, most=1).rows), queries.edges_among(ids, most=1).is_cut) == (1, True)
    assert queries.edges_among(ids, most=2).is_cut is False
