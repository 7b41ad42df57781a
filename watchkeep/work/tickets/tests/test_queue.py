"""The queue: every filter, every page, and counts in one query."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import State, Ticket
from watchkeep.work.tickets.queries import Filters, Group, Order, paging


def found(query="", *, by=None):
    filters = Filters.read(dict(QueryDict(query).lists()))
    return set(queries.queue(make.actor(by or make.ana()), filters))


def test_it_shows_what_is_open_unless_asked_for_more():
    new, resolved = make.ticket(), make.ticket(State.RESOLVED)
    assert found() == {new}
    assert found("group=ended") == {resolved}
    assert found("group=all") == {new, resolved}
    assert found("state=resolved&state=new") == {new, resolved}


def test_each_filter_finds_its_own():
    ana, bo, shop, ops = make.ana(), make.bo(), make.service("Shop"), make.team("Network")
    one = make.ticket(service=shop, team=ops, impact=1, urgency=1, tags=["card", "till"], is_drill=True,
                      requester=make.employee(), title="The till beeps")  # fmt: skip
    life.assign(one, by=CLOCK, person=ana)
    life.watch(one, by=CLOCK, person=ana)
    make.ticket(title="Something else")
    for query in (
        f"service={shop.pk}", f"team={ops.pk}", f"assignee={ana.pk}", "assignee=me", "priority=1", "severity=1",
        "tag=card", "tag=card&tag=till", "drill=yes", "watched=yes", f"requester={make.employee().pk}",
        f"organisation={make.employee().organisation_id}", "q=till", "q=TILL beep",
        f"q={one.number}", f"q={one.number.lower()}",
    ):  # fmt: skip
        assert found(query) == {one}, query
    assert found("tag=card&tag=other") == set()
    assert found("assignee=me", by=bo) == set()


def test_nobody_mine_and_alternatives():
    ana, bo = make.ana(), make.bo()
    hers, free, his = make.ticket(), make.ticket(), make.ticket()
    life.assign(hers, by=CLOCK, person=ana, team=make.team("Operations"))
    life.assign(his, by=CLOCK, person=bo)
    assert found("assignee=nobody") == {free}
    assert found("assignee=me&assignee=nobody") == {hers, free}
    assert found("team=mine") == {hers}
    assert found("team=nobody") == {free, his}


def test_opened_since_takes_a_day_an_instant_or_a_while():
    with clock.travel(days=-3):
        old = make.ticket()
    new = make.ticket()
    yesterday = clock.now() - timedelta(days=1)
    for since in ("24h", "1d", yesterday.date().isoformat(), yesterday.isoformat().replace("+00:00", "Z")):
        assert found(f"since={since}") == {new}
    assert found("since=1w") == {old, new}


@pytest.mark.parametrize(
    "query",
    ["group=x", "state=x", "service=x", "team=-1", "assignee=¹", "priority=99999999999999999999", "drill=x",
     "since=x", "since=2026-02-31", "order=x"],
)  # fmt: skip
def test_a_value_that_is_none_is_refused_by_field(query):
    with pytest.raises(Refused) as refused:
        found(query)
    assert refused.value.field == query.partition("=")[0]


@pytest.mark.parametrize("text", ["'", "(", "&|!", ":*", "a'b", "\\", "<->", "\x00", "%", "INC-", "-", "🔥"])
def test_no_text_breaks_the_search(text):
    make.ticket()
    queries.page(make.actor(make.ana()), Filters(q=text))


def test_a_question_survives_the_way_into_an_address_and_back():
    query = "group=all&state=new&assignee=me&assignee=7&tag=a&drill=no&since=24h&q=till&order=priority"
    filters = Filters.read(dict(QueryDict(query).lists()))
    assert Filters.read(filters.as_query()) == filters
    assert Filters().as_query() == {}


@pytest.mark.parametrize("order", Order)
def test_pages_go_there_and_back_without_losing_or_doubling_any(order):
    for number in range(7):
        make.ticket(impact=1 + number % 3, urgency=1)
    ana, filters = make.actor(make.ana()), Filters(order=order)
    first = queries.page(ana, filters, size=3)
    second = queries.page(ana, filters, size=3, cursor=first.next)
    third = queries.page(ana, filters, size=3, cursor=second.next)
    rows = [*first.rows, *second.rows, *third.rows]
    assert len({row.pk for row in rows}) == 7
    assert (first.previous, third.next) == (None, None)
    back = queries.page(ana, filters, size=3, cursor=third.previous)
    assert back.rows == second.rows
    assert queries.page(ana, filters, size=3, cursor=back.previous).rows == first.rows
    if order == Order.PRIORITY:
        assert [row.priority for row in rows] == sorted(row.priority for row in rows)


@pytest.mark.parametrize("cursor", ["x", "W10", "W2ZhbHNlLFsiYSIsImIiXV0", "W2ZhbHNlLFsxLDJdXQ"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor):
    with pytest.raises(Refused) as refused:
        queries.page(make.actor(make.ana()), Filters(), cursor=cursor)
    assert refused.value.field == "cursor"


def test_a_page_takes_three_queries_however_many_rows():
    ana = make.actor(make.ana())
    for number in range(5):
        life.assign(make.ticket(service=make.service(f"S{number}")), by=CLOCK, person=make.ana())
    with CaptureQueriesContext(connection) as queried:
        for row in queries.page(ana, Filters()).rows:
            assert row.service.name
            assert row.assignee.name
            assert row.team.name
    assert len(queried) == 3


@pytest.mark.parametrize(("group", "walks"), [(Group.ALL, 1), (Group.ENDED, 2)])
def test_all_of_history_is_walked_along_one_road(group, walks):
    ana = make.actor(make.ana())
    row = make.ticket(State.RESOLVED)
    with CaptureQueriesContext(connection) as queried:
        assert queries.page(ana, Filters(group=group, assignee=("nobody",))).rows == [row]
    assert len(queried) == walks + 2


def test_gathering_tells_how_many_there_are_and_later_pages_remember(monkeypatch):
    ana, asked = make.actor(make.ana()), Filters(q="beeps", group=Group.ALL)
    for number in range(5):
        make.ticket(title=f"Till {number} beeps")
    assert queries.page(ana, asked, size=2).total is None  # enough were met on the way
    monkeypatch.setattr(paging, "FEELING", (1,))
    first = queries.page(ana, asked, size=2)
    last = queries.page(ana, asked, size=3, cursor=first.next)
    assert [first.total, last.total, len(last.rows), last.next] == [5, 5, 3, None]
    assert queries.page(ana, asked, size=3, cursor=last.previous).total == 5


def test_counts_of_many_views_take_one_query():
    make.ticket(), make.ticket(State.RESOLVED), make.ticket(impact=1, urgency=1)
    asked = [Filters(), Filters(group=Group.ALL), Filters(priority=(1,)), Filters(assignee=("me",)), Filters(q="shop")]
    with CaptureQueriesContext(connection) as queried:
        assert queries.counts(CLOCK, asked) == [(2, False), (3, False), (1, False), (0, False), (2, False)]
    assert len(queried) == 1
    assert queries.counts(CLOCK, [Filters(group=Group.ALL)], cap=2) == [(2, True)]
    assert queries.counts(CLOCK, []) == []


def test_that_there_are_more_is_remembered_for_all_who_may_see_the_same_and_exact_counts_never():
    first, second, urgent = make.ticket(), make.ticket(), make.ticket(impact=1, urgency=1)
    asked = [Filters(), Filters(priority=(1,))]
    assert queries.counts(CLOCK, asked, cap=2) == [(2, True), (1, False)]
    for one in (second, urgent):
        Ticket.objects.filter(pk=one.pk).update(state=State.CLOSED, is_open=False)
    assert queries.counts(CLOCK, asked, cap=2) == [(2, True), (0, False)]
    assert queries.counts(make.actor(make.stranger()), asked, cap=2) == [(0, False), (0, False)]
    cache.clear()
    assert queries.counts(CLOCK, asked, cap=2) == [(1, False), (0, False)]
    assert list(queries.queue(CLOCK, Filters())) == [first]


def test_a_higher_storey_may_narrow_it():
    one = make.ticket()
    make.ticket()
    filters = Filters().narrowed(Ticket.objects.filter(pk=one.pk).values("pk"))
    assert list(queries.queue(CLOCK, filters)) == [one]


def test_a_stranger_finds_nothing_of_ours():
    make.ticket()
    assert found("group=all", by=make.stranger()) == set()


def test_open_ones_can_be_ordered_by_what_waiting_costs():
    worth = {value: make.ticket(service=make.service(value_per_hour=value)) for value in (600, 60_000, 6_000)}
    actor = make.actor(make.ana())
    asked = queries.Filters(order=queries.Order.COST)
    first = queries.page(actor, asked, size=2)
    rest = queries.page(actor, asked, cursor=first.next, size=2)
    assert [*first.rows, *rest.rows] == [worth[60_000], worth[6_000], worth[600]]
