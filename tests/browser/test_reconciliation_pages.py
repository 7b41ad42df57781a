"""The pages of orders, reconciliation and hand-over: accessible, within their frame; what is given is accepted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.custody import life as custody
from watchkeep.estate.custody.models import Destruction, Handover
from watchkeep.estate.purchasing import life as purchasing
from watchkeep.estate.reconciliation import life
from watchkeep.estate.reconciliation.models import Finding
from watchkeep.estate.stocktaking import life as stocktaking
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

CSV = b"Supplier;PO number;Class;Name;Qty;Price\nNordkauf;B-1;laptop;Laptop;2;1.234,50\nNobody;B-2;;Cable;5;3\n"


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    admin = make.actor(make.admin())
    order = make.order(8, reference="B-2026-0417", owner=make.manager(), cost_centre="4100")
    came = purchasing.Came(line=order.lines.get().pk, quantity=3, serials=("PF5KX101", "PF5KX102"))
    purchasing.receive(order, by=CLOCK, came=[came], note="LS-77120")
    make.invoice(order)
    make.supplier("Nordkauf")
    upload = purchasing.upload(by=admin, kind="orders", name="orders.csv", raw=CSV)
    laptop = assets.add_item(by=CLOCK, name="Laptop of somebody with quite a long name", cls=make.item_class("laptop"))
    assets.report(laptop, by=CLOCK, source=make.reporter(), values={"os": "Debian"})
    aside = assets.add_item(by=CLOCK, name="Museum piece", cls=make.item_class("laptop"))
    given = custody.hand_over(order.lines.get().units.first().item, by=admin, person=make.employee())
    gone = assets.add_item(by=CLOCK, name="Wet laptop", cls=make.item_class("laptop"))
    custody.destroy(gone, by=CLOCK, method="Shredded", who="Scrap & Co", done_on=clock.now().date(), certificate="C-1")
    life.save_rule(by=CLOCK, kind="orphan", team=make.team())
    life.look_due()
    finding = Finding.objects.open().get(item=aside, kind="unowned")
    life.set_aside(finding, by=admin, reason="Goes to the museum", until=clock.now().date() + timedelta(days=9))
    room = make.item("Room 2", cls="location")
    make.item("Laptop in the room", cls="laptop", location=room, asset_tag="KO1")
    taken = stocktaking.begin(by=CLOCK, name="Autumn", place=room)
    stocktaking.count(taken, by=CLOCK, code="4006381333931")
    orphan = Finding.objects.open().get(kind="orphan")
    at = f"/orders/{order.number}"
    orders = ["/orders", "/orders/new", at, f"{at}/receive", "/invoices", f"/orders/uploads/{upload.pk}"]
    lists = ["/reconciliation", "/reconciliation/orphan", "/reconciliation/unowned?aside=1", "/reconciliation/rules"]
    lists += [f"/reconciliation/findings/{orphan.pk}/set-aside", f"/items/{laptop.pk}/match", "/reconciliation/ghost"]
    counted = ["/stocktakes", "/stocktakes/new", f"/stocktakes/{taken.number}", "/labels?class=laptop&code=both"]
    return [*orders, *lists, *counted, "/handovers", f"/items/{given.item_id}/custody", f"/items/{gone.pk}/custody"]


def test_every_page_is_accessible_and_fits(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []


def test_what_one_is_given_is_accepted_with_one_press(visit: Callable[..., Page]):
    item = make.item("nb-7", cls="laptop", state="in_stock", serial="PF-7")
    custody.hand_over(item, by=make.actor(make.ana()), person=make.employee())
    page = visit("/portal/have", as_=make.employee())
    assert looking.faults_here(page) == []
    page.get_by_role("button", name="Yes, I have it").click()
    page.get_by_text("Your answer is on record").wait_for()
    assert Handover.objects.get().state == "accepted"
    assert page.get_by_text("PF-7").is_visible()


def test_the_end_of_a_thing_is_recorded_in_a_dialog_with_its_paper(visit: Callable[..., Page]):
    item = make.item("nb-7", cls="laptop", state="in_stock")
    page = visit(f"/items/{item.pk}/custody", as_=make.manager())
    page.get_by_role("link", name="Record its destruction").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How").fill("Shredded")
    dialog.get_by_label("Who did it").fill("Scrap & Co")
    paper = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 shredded"}
    dialog.get_by_label("The certificate", exact=False).last.set_input_files(paper)
    dialog.get_by_role("button", name="Record its destruction").click()
    page.get_by_text("How it came to its end").wait_for()
    assert (Destruction.objects.get().method, Destruction.objects.get().name) == ("Shredded", "proof.pdf")
