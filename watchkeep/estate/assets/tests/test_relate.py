"""Relations: said by people one at a time, by sources all at once, and kept as they were."""

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Relation, RelationKind
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

RUNS_ON, CONNECTS_TO = RelationKind.RUNS_ON, RelationKind.CONNECTS_TO


def on(*others):
    return {(RUNS_ON, life.OUTGOING): [other.pk for other in others]}


def holds(item):
    rows = Relation.objects.open().filter(from_item=item).order_by("to_item__name")
    return [(row.kind, row.to_item.name) for row in rows.select_related("to_item")]


def test_a_relation_begins_and_ends_and_is_told():
    ana, vm, host = make.actor(make.ana()), make.item("vm", cls="virtual_machine"), make.item("host")
    made = life.relate(vm, host, by=ana, kind=RUNS_ON)
    before = clock.now()
    life.unrelate(made, by=ana)
    assert told("item", vm.pk) == ["item.related", "item.unrelated"]
    assert queries.reach([host.pk], upwards=True).others == []
    assert queries.reach([host.pk], upwards=True, at=before).others == [vm.pk]
    with pytest.raises(Refused):
        life.unrelate(made, by=ana)


@pytest.mark.parametrize(
    ("kind", "one", "other", "field"),
    [
        ("hugs", "server", "server", "kind"),
        (RUNS_ON, "server", "virtual_machine", "kind"),
        (CONNECTS_TO, "certificate", "server", "kind"),
        (RelationKind.PROTECTS, "network", "server", "kind"),
    ],
)
def test_a_relation_joins_only_what_it_may(kind, one, other, field):
    with pytest.raises(Refused) as no:
        life.relate(make.item(cls=one), make.item(cls=other), by=CLOCK, kind=kind)
    assert no.value.field == field


def test_not_itself_and_not_twice_but_in_a_circle():
    one, other = make.item(cls="application"), make.item(cls="database")
    life.relate(one, other, by=CLOCK, kind="depends_on")
    for wrong in (one, other):
        with pytest.raises(Refused):
            life.relate(one, wrong, by=CLOCK, kind="depends_on")
    life.relate(other, one, by=CLOCK, kind="depends_on")
    assert queries.reach([one.pk], upwards=True).others == [other.pk]


def test_what_a_source_says_holds_and_nothing_else_of_what_it_said():
    agent, vm = make.reporter(), make.item(cls="virtual_machine")
    a, b = make.item("a"), make.item("b")
    life.relate_many(vm, on(a, b, vm), by=CLOCK, source=agent)
    life.relate_many(vm, {(CONNECTS_TO, life.OUTGOING): []}, by=CLOCK, source=agent)
    assert holds(vm) == [(RUNS_ON, "a"), (RUNS_ON, "b")]
    life.relate_many(vm, on(b), by=CLOCK, source=agent)
    assert holds(vm) == [(RUNS_ON, "b")]
    assert told("item", vm.pk) == ["item.related", "item.related", "item.unrelated"]
    life.relate_many(b, {(RUNS_ON, life.INCOMING): []}, by=CLOCK, source=agent)
    assert holds(vm) == []


def test_a_relation_holds_while_one_of_its_sources_says_so():
    agent, scan = make.reporter(), make.reporter("scan", "network")
    vm, host = make.item(cls="virtual_machine"), make.item("host")
    for source in (agent, scan, scan):
        life.relate_many(vm, on(host), by=CLOCK, source=source)
    life.relate_many(vm, on(), by=CLOCK, source=agent)
    assert holds(vm) == [(RUNS_ON, "host")]
    life.relate_many(vm, on(), by=CLOCK, source=scan)
    assert holds(vm) == []
    assert Relation.objects.count() == 1


def test_of_two_who_relate_the_same_one_wins(transactional_db):
    make.reporter()
    vm, host = make.item(cls="virtual_machine"), make.item()
    ends = race(*(lambda: life.relate(vm, host, by=CLOCK, kind=RUNS_ON) for _ in range(2)))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert Relation.objects.open().count() == 1


def test_sources_and_both_ends_at_once_leave_one_open_relation(transactional_db):
    agent, scan = make.reporter(), make.reporter("scan", "network")
    vm, host = make.item(cls="virtual_machine"), make.item("host")
    ends = race(
        lambda: life.relate_many(vm, on(host), by=CLOCK, source=agent),
        lambda: life.relate_many(host, {(RUNS_ON, life.INCOMING): [vm.pk]}, by=CLOCK, source=scan),
    )
    assert ends == [None, None]
    assert sorted(Relation.objects.open().get().sources) == sorted([agent.pk, scan.pk])
