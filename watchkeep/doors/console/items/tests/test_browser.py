"""The pages of items in a real browser: axe finds nothing, and nothing sticks out at 360 px."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from testing import looking, make
from testing.makers.estate import PASSWORD
from watchkeep.doors.console.items.tests.test_pages import full_rack
from watchkeep.estate.assets import life
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(live_server):
    """Every kind of page, with something on each."""
    admin = make.actor(make.person("Ada", roles=("administrator",), email="ada@nordwind.example"))
    rack = make.item("Rack A1", cls="rack", location=make.item("Berlin, ground floor", cls="location"))
    switch = make.item("sw-core-1", cls="network_device", location=rack)
    host = life.add_item(
        by=admin, name="host-01", cls=make.item_class(), owner_team=make.team(), location=rack, price=Decimal(4200),
        bought_on=date(2024, 5, 1), depreciation_months=48, warranty_ends_on=clock.now().date() - timedelta(days=40),
    )  # fmt: skip
    said = {"memory": "64 GB", "os": "Debian 12", "serial": "CZ3412X", "manufacturer": "Hewlett", "ips": ["10.0.0.7"]}
    life.report(host, by=CLOCK, source=make.reporter(), values=said, confidence=90)
    life.report(host, by=CLOCK, source=make.reporter("scan", "network"), values={"os": "Linux 6.1", "memory": "64 GB"})
    life.edit_item(host, by=admin, values={"environment": "production", "memory": "128 GB"})
    vms = [make.item(f"vm-{number:02}", cls="virtual_machine") for number in range(12)]
    database = make.item("Orders, primary", cls="database")
    ties = [*((vm, "runs_on", host) for vm in vms), (database, "runs_on", vms[0]), (host, "connects_to", switch)]
    for one, kind, other in (*ties, (host, "part_of", rack)):
        life.relate(one, other, by=CLOCK, kind=kind)
    make.service("Web shop", needs=(make.service("Orders database", on=(database,)),))
    make.installed(host, *(life.Package(name=f"lib-{n}", version="1.2.3", publisher="Quill") for n in range(20)))
    for port, name, product in ((22, "ssh", "OpenSSH"), (443, "https", "nginx"), (3389, "ms-wbt-server", "")):
        make.open_port(host, port, name=name, product=product, version="9.2p1 Debian 2", is_tls=port == 443)
    life.edit_item(host, by=admin, supplier=make.supplier("Hewlett"))
    file = life.hand_in(by=admin, name="devices.csv", raw=b"Name,Class\nweb-07,server\nx,spaceship\n", format="items")
    at = f"http://localhost:{urlsplit(live_server.url).port}/items"
    return [f"{at}{path}" for path in addresses(host.pk, full_rack().pk, file.pk)]


def addresses(host, rack, file):
    """Lists and forms, files, rules, one item with all that it has, and a map of five hundred."""
    parts = ("", "/map", "/edit", "/history", "/relate", "/software", "/ports")
    found = "/map?open=virtual_machine.-1&find=orders"
    files = ("/imports", "/imports/new", f"/imports/{file}", f"/imports/{file}?try=1")
    rules = ("/classes", "/classes/server", "/classes/laptop/attributes/encrypted", "/classes/laptop/relations")
    words = ("/authorities?cls=laptop&attribute=serial", "/authorities/set?rule=1")
    own = [f"/{host}{part}" for part in (*parts, found)]
    maps = (f"/{rack}/map", f"/{rack}/map?open=virtual_machine.-2:12&find=app-123")
    return ["", "?port=22", "/new", *files, *rules, *words, *own, *maps]


def test_every_page_is_accessible_and_fits(page: Page, pages):
    page.goto(pages[0])
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert looking.faults(page, pages) == []
    page.goto(pages[-2])
    page.locator("#map a[aria-current]").focus()
    reached = []
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        reached.append(page.evaluate("document.activeElement.querySelector('title').textContent.trim()"))
    assert reached == [
        "Server (40)", "Virtual machine (230)", "Application (230)", "Application (230)", "Virtual machine (230)",
    ]  # fmt: skip
