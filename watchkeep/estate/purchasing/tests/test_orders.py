"""From the order to the thing in stock: one trail, whatever came first."""

from decimal import Decimal

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery.models import Found
from watchkeep.estate.purchasing import life, queries, rules
from watchkeep.estate.purchasing.models import Invoice, Order, State
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
HEADER = "Supplier;PO number;Class;Name;Qty;Unit price\n"


def came(order, quantity, *serials):
    return [life.Came(line=order.lines.get().pk, quantity=quantity, serials=serials)]


def found(serial, **more):
    said = {"key": f"agent-{serial}", "kind": "laptop", "name": "nb-7", "serial": serial, "manufacturer": "Lenovo"}
    return discovery.identify_many([Found(**said | more)], source=make.reporter(), by=CLOCK)[0]


def items(order):
    return Item.objects.filter(order_number=order.number).order_by("pk")


def test_each_unit_is_an_item_from_the_order_to_the_store():
    order = make.order()
    assert {(one.state, one.price, one.model) for one in items(order)} == {("ordered", Decimal(1200), "T14")}
    life.receive(order, by=make.actor(make.ana()), came=came(order, 2, "PF-1001", "PF-1002"), note="L-9")
    assert sorted(items(order).values_list("state", "serial")) == [
        ("in_stock", "PF-1001"), ("in_stock", "PF-1002"), ("ordered", ""),
    ]  # fmt: skip
    assert order.state == State.PARTLY
    life.receive(order, by=CLOCK, came=came(order, 1))
    assert order.state == State.RECEIVED
    assert items(order).filter(warranty_ends_on=None).count() == 0
    assert told("order", order.pk) == ["order.placed", "order.goods_received", "order.goods_received"]


def test_what_reports_the_serial_number_later_is_the_item_that_was_ordered():
    order = make.order(1)
    life.receive(order, by=CLOCK, came=came(order, 1, "PF-2001"))
    assert found("PF-2001").stands_for == items(order).get().pk


def test_what_was_found_before_it_was_written_down_gets_the_price_and_the_papers():
    seen = found("PF-3001").stands_for
    order = make.order(1)
    life.receive(order, by=CLOCK, came=came(order, 1, "PF-3001"))
    home = Item.objects.get(pk=seen)
    assert (home.order_number, home.price, queries.unit_of(seen).line.order) == (order.number, Decimal(1200), order)


def test_an_orphan_is_matched_with_an_open_line_once():
    order, seen = make.order(2), Item.objects.get(pk=found("PF-4001").stands_for)
    line = queries.lines_for(seen, CLOCK)[0]
    life.match(line, seen, by=make.actor(make.manager()))
    seen.refresh_from_db()
    assert (seen.order_number, order.lines.get().received) == (order.number, 1)
    with pytest.raises(Refused, match="ordered with another line"):
        life.match(line, seen, by=CLOCK)


@pytest.mark.parametrize(
    ("quantity", "serials", "why"),
    [(4, (), "at most 3"), (1, ("A1", "A2"), "more numbers"), (2, ("A1", "A1"), "Twice"), (0, (), "how many")],
)
def test_odd_receipts_are_refused_whole(quantity, serials, why):
    order = make.order()
    with pytest.raises(Refused, match=why):
        life.receive(order, by=CLOCK, came=came(order, quantity, *serials))
    assert items(order).filter(state=ItemState.ORDERED).count() == 3


def test_what_will_not_come_is_retired():
    order = make.order()
    life.receive(order, by=CLOCK, came=came(order, 1))
    life.close(order, by=make.actor(make.manager()), reason="Sold out")
    assert sorted(items(order).values_list("state", flat=True)) == ["in_stock", "retired", "retired"]
    with pytest.raises(Refused):
        life.receive(order, by=CLOCK, came=came(order, 1))


def test_agents_take_in_and_do_not_order():
    ana = make.actor(make.ana())
    with pytest.raises(NotAllowed):
        life.place(by=ana, supplier=make.supplier(), lines=[life.Wanted(name="Mouse", quantity=1)])


def test_a_file_is_tried_then_taken_in_once_and_bad_lines_say_why():
    make.supplier("Nordkauf")
    text = HEADER + "Nordkauf;B-1;laptop;Laptop;2;1.234,50\nNordkauf;B-1;laptop;Dock;x;80\nNobody;B-2;;Cable;5;3\n"
    upload = life.upload(by=CLOCK, kind="orders", name="orders.csv", raw=text.encode())
    looked = life.look(upload, by=CLOCK)
    assert (looked.made, [line for line, _why in looked.refused], Order.objects.count()) == (1, [3, 4], 0)
    assert life.take_in(upload, by=CLOCK).made == 1
    assert Item.objects.filter(price=Decimal("1234.50")).count() == 2
    again = life.upload(by=CLOCK, kind="orders", name="orders.csv", raw=text.encode())
    assert life.take_in(again, by=CLOCK).made == 0


def test_invoices_come_from_a_file_too_and_each_once():
    order = make.order(reference="B-7")
    text = f"Vendor,Invoice number,Date,Amount,PO\n{order.supplier},RE-1,31.03.2026,3600.00,B-7\n"
    for made in (1, 0):
        upload = life.upload(by=CLOCK, kind="invoices", name="bills.csv", raw=text.encode())
        assert life.take_in(upload, by=CLOCK).made == made
    assert Invoice.objects.get().order == order


@pytest.mark.parametrize("raw", [b"", b"\x00\x01PK", b"one line only", b'a,b\n"' + b"x" * 200_000])
def test_what_is_no_table_is_refused_in_words(raw):
    with pytest.raises(Refused):
        life.upload(by=CLOCK, kind="orders", name="x.csv", raw=raw)


@pytest.mark.parametrize(
    ("text", "sum_"), [("1.234,50", "1234.50"), ("1,234.5", "1234.50"), ("1.234", "1234"), ("€ 99", "99"), ("", "0")]
)
def test_sums_are_read_as_people_write_them(text, sum_):
    assert rules.money(text, "price") == Decimal(sum_)
