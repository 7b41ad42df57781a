"""Findings become tickets by rule, and the tickets end when all agrees again."""

from decimal import Decimal

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.estate.assets import life as assets
from watchkeep.estate.reconciliation import life
from watchkeep.estate.reconciliation.models import Case, Kind
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed
from watchkeep.work.requests.models import Request

pytestmark = pytest.mark.django_db


def settle(**later):
    """Let what was told be looked at, now or so much later."""
    run_later()
    with clock.travel(**later):
        sweep(life.look_due)
        sweep(life.open_cases)
    run_later()


def used(name="nb-1", **known):
    return assets.add_item(by=CLOCK, name=name, cls=make.item_class("laptop"), **known)


def test_a_rule_makes_one_ticket_each_which_ends_when_all_agrees():
    life.save_rule(by=CLOCK, kind=Kind.UNOWNED, min_days=2, min_cost=Decimal(50), team=make.team(), priority=3)
    item = used(owner_team=None, bought_on=clock.now().date(), price=Decimal(100))
    used("cheap", owner_team=None, bought_on=clock.now().date(), price=Decimal(10))
    settle()
    assert not Request.objects.exists()
    settle(days=3)
    request = Request.objects.get()
    assert (item.name in request.ticket.title, request.ticket.team) == (True, make.team())
    assets.edit_item(item, by=CLOCK, owner_team=make.team())
    settle(days=3)
    assert Request.objects.get().ticket.state == "resolved"


def test_a_group_is_one_ticket_and_more_of_the_same_join_it():
    life.save_rule(by=CLOCK, kind=Kind.UNOWNED, grouping="all")
    first, second = used(owner_team=None), used("nb-2", owner_team=None)
    settle()
    third = used("nb-3", owner_team=None)
    settle()
    assert (Request.objects.count(), Case.objects.get().findings.count()) == (1, 3)
    for item in (first, second):
        assets.edit_item(item, by=CLOCK, owner_team=make.team())
    settle()
    assert Request.objects.get().ticket.state == "new"
    assets.edit_item(third, by=CLOCK, owner_team=make.team())
    settle()
    assert Request.objects.get().ticket.state == "resolved"


def test_a_rule_that_is_said_later_holds_for_what_is_open():
    used(owner_team=None)
    settle()
    rule = life.save_rule(by=CLOCK, kind=Kind.UNOWNED, cls=make.item_class("laptop"))
    settle()
    assert Request.objects.count() == 1
    life.remove_rule(rule, by=CLOCK)
    with pytest.raises(NotAllowed):
        life.save_rule(by=make.actor(make.ana()), kind=Kind.GHOST)
