import pytest

from testing import make
from watchkeep.duty.sla import life, queries, rules
from watchkeep.duty.sla.models import Target
from watchkeep.kernel.errors import NotAllowed, Refused


def test_a_manager_sets_a_target_and_a_second_one_for_the_same_aim_replaces_it():
    mia = make.actor(make.manager())
    life.set_target(by=mia, measure="resolution", minutes=90, priority=2)
    life.set_target(by=mia, measure="resolution", minutes=80, priority=2)
    assert Target.objects.get(measure="resolution", priority=2, service=None).minutes == 80


def test_an_agent_may_not():
    with pytest.raises(NotAllowed):
        life.set_target(by=make.actor(make.ana()), measure="resolution", minutes=90, priority=2)


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 10**9}, {"warn_percent": 100}, {"priority": 9}])
def test_a_target_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(Refused) as refused:
        life.set_target(**{"by": make.actor(make.admin()), "measure": "response", "minutes": 5} | wrong)
    assert refused.value.field in wrong


def test_running_clocks_keep_the_promise_that_they_carry():
    incident = make.incident()
    before = make.clock(ticket=incident.ticket).due_at
    life.set_target(by=make.actor(make.admin()), measure="resolution", minutes=5, priority=3)
    assert make.clock(ticket=incident.ticket).due_at == before


def test_a_dropped_target_leaves_the_next_best_one():
    admin = make.actor(make.admin())
    shop = make.service("Web shop")
    life.drop_target(life.set_target(by=admin, measure="resolution", minutes=5, service=shop), by=admin)
    assert rules.choose(queries.targets(), "resolution", 1, shop.pk).minutes == 240


def test_a_target_of_an_item_holds_for_whoever_orders_it_and_for_nothing_else():
    admin = make.actor(make.admin())
    item, other = make.catalogue_item("A lamp"), make.catalogue_item("A chair")
    life.set_target(by=admin, measure="resolution", minutes=30, item=item)
    clocks = [make.clock(ticket=make.request(item=one).ticket) for one in (item, other)]
    assert [one.terms.target_seconds == 1800 for one in clocks] == [True, False]
    assert (queries.promised(item).minutes, queries.target_of(other)) == (30, None)
    assert queries.promised(other).aim == "P4"


def test_a_target_of_an_item_names_nothing_else():
    with pytest.raises(Refused) as no:
        life.set_target(
            by=make.actor(make.admin()), measure="resolution", minutes=5, priority=2, item=make.catalogue_item()
        )
    assert no.value.field == "item"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (61, "1 min"), (3661, "1 h 1 min"), (90061, "25 h 1 min"), (-300, "-5 min")],
)
def test_a_length_of_time_in_words(seconds, words):
    assert rules.spoken(seconds) == words
