"""Items that somebody names by number or by name."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.assets import life, queries
from watchkeep.kernel.actors import CLOCK


def test_numbers_and_names_mean_one_item_and_what_means_several_or_none_is_told_apart():
    one, twin, _other = make.item("db-1"), make.item("twin"), make.item("twin")
    gone = make.item("gone")
    life.retire(gone, by=CLOCK)
    named = queries.items_named([one.number.lower(), "db-1", "twin", "gone", "x"], CLOCK)
    assert (named.items, named.ambiguous, named.unknown) == ([one], ["twin"], ["gone", "x"])
    assert queries.items_named([twin.number], CLOCK).items == [twin]
    assert queries.items_named([], CLOCK).items == []
    assert queries.items_named(["db-1"], make.actor(make.stranger())).unknown == ["db-1"]


def test_it_takes_as_many_queries_for_many_lines():
    names = [make.item(f"n-{number}").name for number in range(6)]

    def asked(lines):
        with CaptureQueriesContext(connection) as seen:
            queries.items_named(lines, CLOCK)
        return len(seen)

    assert asked(names[:1]) == asked(names)
