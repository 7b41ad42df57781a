"""The pages of suppliers, contracts and software: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import make

KINDS = [{"width": 1280}, {"width": 360, "dark": True}]


@pytest.mark.parametrize("kind", KINDS, ids=["light", "dark telephone"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    visit: Callable[..., Page], accessible: Callable[[Page], None], kind: dict[str, object]
):
    contract = make.contract(title="Hosting of the shop and of the database under it")
    make.contract_document(contract)
    make.supplier_contact(contract.supplier)
    waits, known = make.reading("Quill Ledger 4.2", make.item()), make.reading("WinRAR 6", make.item())
    page = visit("/now", as_=make.admin(), **kind)
    ones = (f"/suppliers/{contract.supplier_id}", f"/contracts/{contract.number}", f"/contracts/{contract.number}/edit")
    ones += (f"/software/products/{known.product_id}", f"/software/titles/{waits.pk}/correct", "/software/rules")
    for path in ("/suppliers", "/contracts", "/contracts/ahead", "/software", "/software/unknown", *ones):
        answer = page.goto(path)
        assert (path, answer and answer.status) == (path, 200)
        accessible(page)
        assert (path, page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0) == (path, True)
