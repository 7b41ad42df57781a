import pytest

from watchkeep.kernel import clock, pages
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import told
from watchkeep.kernel.models import FactRow

ORDERS = [("id",), ("-id",), ("kind", "-id"), ("-kind", "id"), ("kind", "record", "-id")]


@pytest.fixture
def rows():
    FactRow.objects.bulk_create(
        FactRow(at=clock.now(), kind=f"k{n % 3}", stream="s", record=n % 2, by=str(CLOCK), data={}) for n in range(23)
    )
    return FactRow.objects.filter(stream="s")


@pytest.mark.parametrize("order", ORDERS)
def test_walking_forward_and_back_shows_every_row_once_in_order(rows, order):
    expected = list(rows.order_by(*order))
    seen, page = [], pages.keyset(rows, order=order, size=5)
    walk = [page]
    seen += page.rows
    while page.next:
        page = pages.keyset(rows, order=order, cursor=page.next, size=5)
        walk.append(page)
        seen += page.rows
    assert seen == expected
    for earlier in reversed(walk[:-1]):
        page = pages.keyset(rows, order=order, cursor=page.previous, size=5)
        assert page.rows == earlier.rows
    assert page.previous is None


def test_a_page_costs_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        pages.keyset(rows, order=("kind", "-id"), size=5)


@pytest.mark.parametrize("cursor", ["x", "bm9uc2Vuc2U", "WzEsMl0", "é", "W2ZhbHNlLFsxLDJdXQ"])
def test_a_cursor_that_is_not_ours_is_refused(rows, cursor):
    with pytest.raises(Refused):
        pages.keyset(rows, order=("-id",), cursor=cursor)


def test_counting_stops_at_the_cap(rows):
    assert pages.capped_count(rows, 10) == (10, True)
    assert pages.capped_count(rows, 23) == (23, False)
    assert pages.capped_count(told("nothing", 1)) == (0, False)
