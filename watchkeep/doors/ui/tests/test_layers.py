from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from watchkeep.doors.ui import layers

pytestmark = pytest.mark.django_db(databases=[])
GAP = 10


@some.composite
def graphs(draw):
    """Boxes of several sizes, and ties that never go round in a circle."""
    sizes = dict(enumerate(draw(some.lists(some.integers(20, 90), min_size=1, max_size=14))))
    pairs = some.tuples(some.sampled_from([*sizes]), some.sampled_from([*sizes]))
    return sizes, [(min(pair), max(pair)) for pair in draw(some.lists(pairs, max_size=25)) if pair[0] != pair[1]]


def sides(sizes, laid):
    for layer in range(laid.layers):
        yield sorted((laid.start[node], laid.start[node] + sizes[node]) for node in sizes if laid.layer[node] == layer)


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_no_box_covers_another_and_all_lie_within_the_drawing(graph):
    sizes, ties = graph
    laid = layers.laid_out(sizes, ties, GAP)
    for row in sides(sizes, laid):
        assert all(one[1] + GAP <= two[0] + 1e-6 for one, two in pairwise(row))
        assert all(start >= -1e-6 and end <= laid.breadth + 1e-6 for start, end in row)


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_ties_go_one_way_and_through_no_box(graph):
    sizes, ties = graph
    laid = layers.laid_out(sizes, ties, GAP)
    for (first, last), way in laid.ways.items():
        assert laid.layer[first] < laid.layer[last]
        assert len(way) == laid.layer[last] - laid.layer[first] + 1
        for layer, at in enumerate(way[1:-1], start=laid.layer[first] + 1):
            row = [node for node in sizes if laid.layer[node] == layer]
            assert not any(laid.start[node] < at < laid.start[node] + sizes[node] for node in row)


def test_what_leads_nowhere_stands_in_the_last_layer_and_a_chain_is_a_straight_line():
    laid = layers.laid_out({1: 40, 2: 20, 3: 40}, [(1, 2), (2, 3)], GAP)
    assert dict(laid.layer) == {1: 0, 2: 1, 3: 2}
    assert {laid.ways[tie] == [20.0, 20.0] for tie in laid.ways} == {True}


def test_neighbours_are_ordered_so_that_their_ties_do_not_cross():
    laid = layers.laid_out(dict.fromkeys(range(1, 7), 30), [(1, 6), (2, 5), (3, 4)], GAP)
    causes, effects = ([*sorted(row, key=laid.start.__getitem__)] for row in ((1, 2, 3), (4, 5, 6)))
    assert [(one, dict(laid.ways.keys())[one]) for one in causes] == list(zip(causes, effects, strict=True))


def test_nothing_takes_no_room():
    assert layers.laid_out({}, [], GAP).breadth == 0
