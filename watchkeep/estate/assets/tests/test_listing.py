"""Lists of items: by class, where more fit than are gathered."""

from testing import make
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.queries import listing


def test_a_large_class_is_read_from_the_indexes_of_those_below_it_in_one_order(monkeypatch):
    monkeypatch.setattr(listing, "MOST", 5)
    for number in range(9):
        make.item(f"n{number}", cls=("laptop", "server", "printer")[number % 3])
    make.item("n0", cls="rack")
    mia, asked = make.actor(make.manager()), queries.Filters(cls="hardware")
    first = queries.listed(mia, asked, size=4)
    second = queries.listed(mia, asked, size=4, cursor=first.page.next)
    back = queries.listed(mia, asked, size=4, cursor=second.page.previous)
    names = [[one.name for one in each.page.rows] for each in (first, second, back)]
    assert names == [["n0", "n1", "n2", "n3"], ["n4", "n5", "n6", "n7"], ["n0", "n1", "n2", "n3"]]
    assert first.count == (5, True)
