"""Services: offered, described, retired; what they stand on, without circles."""

import itertools
from decimal import Decimal

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Service
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def mia():
    return make.actor(make.manager())


def test_a_service_is_offered_edited_retired_and_offered_again(mia):
    shop = life.add_service(by=mia, name="Web shop", owner_team=make.team(), tier=1, value_per_hour=Decimal(4200))
    life.edit_service(shop, by=mia, users_count=12_400)
    life.retire_service(shop, by=mia)
    life.revive_service(shop, by=mia)
    assert shop.slug == "web-shop"
    assert told("service", shop.pk) == ["service.added", "service.edited", "service.retired", "service.revived"]


def test_an_edit_that_changes_nothing_tells_nothing(mia):
    shop = make.service("Web shop")
    life.edit_service(shop, by=mia, name="Web shop", tier=shop.tier)
    assert told("service", shop.pk) == []


@pytest.mark.parametrize(
    ("field", "value"), [("tier", 5), ("tier", 0), ("value_per_hour", Decimal(-1)), ("name", ""), ("users_count", -1)]
)
def test_what_does_not_fit_is_refused_by_field(mia, field, value):
    with pytest.raises(Refused) as no:
        life.edit_service(make.service(), by=mia, **{field: value})
    assert no.value.field == field


def test_twice_the_same_name_is_refused(mia):
    make.service("Web shop")
    with pytest.raises(Refused) as no:
        life.add_service(by=mia, name="Web shop", owner_team=make.team())
    assert no.value.field in {"name", "slug"}


def test_twice_retired_is_refused(mia):
    shop = make.service()
    life.retire_service(shop, by=mia)
    with pytest.raises(Refused):
        life.retire_service(shop, by=mia)


def test_agents_may_not_and_strangers_see_nothing():
    shop, bo = make.service(), make.actor(make.bo())
    for act in (
        lambda: life.edit_service(shop, by=bo, tier=1),
        lambda: life.depend_on(shop, make.service(), by=bo),
        lambda: life.attach_item(shop, make.item(), by=bo),
        lambda: life.retire_service(shop, by=bo),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Service.objects.visible_to(make.actor(make.stranger())).exists()


def test_dependencies_come_and_go(mia):
    shop, database = make.service("Shop"), make.service("Database")
    life.depend_on(shop, database, by=mia)
    with pytest.raises(Refused):
        life.depend_on(shop, database, by=mia)
    life.depend_on_no_more(shop, database, by=mia)
    with pytest.raises(Refused):
        life.depend_on_no_more(shop, database, by=mia)
    assert told("service", shop.pk) == ["service.dependency_added", "service.dependency_removed"]


def test_a_circle_is_refused_however_long(mia):
    chain = [make.service() for _ in range(20)]
    for upper, lower in itertools.pairwise(chain):
        life.depend_on(upper, lower, by=mia)
    with pytest.raises(Refused, match="circle"):
        life.depend_on(chain[-1], chain[0], by=mia)
    with pytest.raises(Refused, match="itself"):
        life.depend_on(chain[0], chain[0], by=mia)


def test_items_come_and_go(mia):
    shop, host = make.service(), make.item("web-01")
    life.attach_item(shop, host, by=mia)
    with pytest.raises(Refused):
        life.attach_item(shop, host, by=mia)
    life.detach_item(shop, host, by=mia)
    with pytest.raises(Refused):
        life.detach_item(shop, host, by=mia)
    assert told("service", shop.pk) == ["service.item_attached", "service.item_detached"]
