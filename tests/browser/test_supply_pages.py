"""The pages of suppliers, contracts and software: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

from playwright.sync_api import Page

from testing import looking, make
from watchkeep.estate.licences import life
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page]):
    contract = make.contract(title="Hosting of the shop and of the database under it")
    make.contract_document(contract)
    make.supplier_contact(contract.supplier)
    waits, known = make.reading("Quill Ledger 4.2", make.item()), make.reading("WinRAR 6", make.item())
    ones = (f"/suppliers/{contract.supplier_id}", f"/contracts/{contract.number}", f"/contracts/{contract.number}/edit")
    ones += (f"/software/products/{known.product_id}", f"/software/titles/{waits.pk}/correct", "/software/rules")
    ones += (*_licensed(), *_told_by_providers())
    paths = (
        "/licences",
        "/licences/entitlements",
        "/licences/entitlements/new",
        "/suppliers",
        "/contracts",
        "/contracts/ahead",
        "/software",
        "/software/unknown",
        *ones,
    )
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []


def _licensed() -> tuple[str, ...]:
    """A product with two days of its position, seats, a key and a file with lines that are refused."""
    product = make.product("Design Suite for drawings in two dimensions", publisher="Pencilworks", licence="paid")
    with clock.travel(days=-90):
        one = make.entitlement(product, metric="seat", quantity=4, contract=make.contract(), name="Design suite")
        for _n in range(2):
            make.seat(product, make.person(), because="Design team")
        make.reckoned(product)
    make.seat(product, make.person())
    make.reckoned(product)
    key = life.add_key(one, by=CLOCK, label="Company account", secret="AAAA-BBBB")  # of a test
    make.reckoned(make.product("Ledger", licence="paid"))
    by, raw = make.actor(make.admin()), b"What,Product,Qty,Metric\nSuite,Nothing,2,seat\nSuite,Ledger,2,llama\n"
    upload = life.upload(by=by, kind="entitlements", name="bought.csv", raw=raw)
    at, bought = f"/licences/products/{product.pk}", f"/licences/entitlements/{one.number}"
    ones = (at, f"{at}?rows=seats", f"{at}/seats/new", f"{at}/usage", bought, f"{bought}/keys/{key.pk}")
    return (*ones, f"{bought}/end", f"/licences/uploads/{upload.pk}", "/licences/upload")


def _told_by_providers() -> tuple[str, ...]:
    """Applications that nobody knows, one that means a product and one that is set aside, a log, and a group."""
    waits, aside = make.application("Quill Board for drawings of the whole team (SSO)"), make.application("My Apps")
    life.set_application_aside(aside, by=CLOCK, reason="The provider's own page")
    life.add_rule(by=CLOCK, product=make.product("Figma"), name="figma*")
    make.application("Figma Enterprise")
    life.add_seat_group(make.group("Figma editors", make.person()), by=CLOCK, product=make.product("Figma Draw"))
    at = "/software/applications"
    logs = ("/software/sign-in-logs", "/software/sign-in-logs/new", f"/software/sign-in-logs/{waits.log_id}/key")
    known = (f"{at}?state=known", f"{at}?state=aside", f"{at}/{waits.pk}/correct")
    return (at, *known, *logs, "/licences/groups", "/licences/groups/new")
