"""Try before you trust: other scales, replayed on what happened, before they are switched on."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import MatrixCell, Reckoning, ScalesDraft, ThresholdSet
from watchkeep.work.incidents.rules import Thresholds

NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
MATRIX = [1, 2, 3, 2, 3, 4, 3, 4, 5]
CALM = [2, 3, 4, 3, 4, 5, 4, 5, 5]


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield


def cells(matrix=MATRIX):
    return {(place // 3 + 1, place % 3 + 1): level for place, level in enumerate(matrix)}


def run(matrix=MATRIX, thresholds=None, **more):
    return queries.replay(
        cells(matrix), thresholds or Thresholds(), since=NOW - timedelta(days=90), until=NOW + timedelta(1), **more
    )


def shop(customers):
    return make.service(tier=4, users_count=0, value_per_hour=0, customers_count=customers)


def test_with_the_scales_in_force_nothing_would_have_been_different():
    for customers in (0, 1_000, 20_000):
        make.incident(service=shop(customers))
    make.incident(by=make.ana(), service=shop(20_000), impact=3)
    make.incident()
    found = run()
    assert (found.total, found.different, found.rows) == (5, 0, [])
    assert found.counts == [(1, 0, 0), (2, 1, 1), (3, 2, 2), (4, 2, 2), (5, 0, 0)]


def test_other_thresholds_and_another_matrix_list_what_would_have_been_different():
    small, wide = make.incident(service=shop(1_000)), make.incident(service=shop(20_000))
    found = run(thresholds=replace(Thresholds(), wide_customers=1_000))
    assert [(row.ticket.number, row.was, row.would) for row in found.rows] == [(small.number, 3, 2)]
    assert (found.different, found.more_urgent) == (1, 1)
    found = run(matrix=CALM)
    assert [(row.ticket.number, row.was, row.would) for row in found.rows] == [
        (wide.number, 2, 3), (small.number, 3, 4)
    ]  # fmt: skip


def test_the_figures_are_those_of_the_time_not_of_todays_map():
    service = shop(20_000)
    make.incident(service=service)
    service.customers_count = 5
    service.save()
    assert run().different == 0


def test_what_a_person_judged_only_the_matrix_changes():
    make.incident(by=make.ana(), service=shop(20_000), impact=3)
    assert run(thresholds=replace(Thresholds(), wide_customers=1)).different == 0
    assert run(matrix=CALM).different == 1


def test_one_from_before_figures_were_kept_is_reckoned_from_its_service():
    make.incident(service=shop(20_000))
    Reckoning.objects.all().delete()
    assert run().different == 0
    assert run(thresholds=replace(Thresholds(), wide_customers=30_000)).different == 1


def test_drills_and_older_ones_are_left_out():
    make.incident(service=shop(1_000), is_drill=True)
    with clock.travel(days=-100):
        make.incident(service=shop(1_000))
    assert run(matrix=CALM).total == 0


def test_what_differs_comes_in_pages(monkeypatch):
    monkeypatch.setattr(sys.modules["watchkeep.work.incidents.queries.replay"], "SIZE", 2)
    made = [make.incident(service=shop(1_000)).pk for _ in range(5)]
    seen, below = [], None
    while True:
        page = run(matrix=CALM, below=below)
        assert page.different == 5
        seen += [row.ticket.pk for row in page.rows]
        if (below := page.next) is None:
            break
    assert seen == made[::-1]


def test_a_draft_is_tried_switched_on_and_said_with_what_changed():
    mia = make.actor(make.manager())
    life.draft_scales(by=mia, matrix=[1, 1, *MATRIX[2:]], wide_customers=5_000)
    assert MatrixCell.objects.get(impact=1, urgency=2).priority == 2
    life.switch_scales(by=mia)
    assert MatrixCell.objects.get(impact=1, urgency=2).priority == 1
    assert ThresholdSet.in_force().wide_customers == 5_000
    assert make.incident(service=shop(5_000)).ticket.priority == 1
    assert told("matrix", 1) == ["matrix.drafted", "matrix.switched"]
    assert not ScalesDraft.objects.exists()
    with pytest.raises(Refused):
        life.switch_scales(by=mia)


def test_a_draft_is_dropped():
    life.draft_scales(by=CLOCK, matrix=CALM)
    life.drop_draft(by=CLOCK)
    with pytest.raises(Refused):
        life.drop_draft(by=CLOCK)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"matrix": [1]}, "matrix"), ({"matrix": [9] * 9}, "matrix"), ({"wide_tier": 7}, "wide_tier"), ({"x": 1}, "x")],
)
def test_what_makes_no_sense_is_refused_by_field(wrong, field):
    with pytest.raises(Refused) as no:
        life.draft_scales(by=CLOCK, **({"matrix": MATRIX} | wrong))
    assert no.value.field == field


def test_agents_may_not():
    ana = make.actor(make.ana())
    for act in (
        lambda: life.draft_scales(by=ana, matrix=MATRIX),
        lambda: life.drop_draft(by=ana),
        lambda: life.switch_scales(by=ana),
    ):
        with pytest.raises(NotAllowed):
            act()
