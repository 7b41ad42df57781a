"""The pages of suppliers, contracts and software: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

from playwright.sync_api import Page

from testing import looking, make


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page]):
    contract = make.contract(title="Hosting of the shop and of the database under it")
    make.contract_document(contract)
    make.supplier_contact(contract.supplier)
    waits, known = make.reading("Quill Ledger 4.2", make.item()), make.reading("WinRAR 6", make.item())
    ones = (f"/suppliers/{contract.supplier_id}", f"/contracts/{contract.number}", f"/contracts/{contract.number}/edit")
    ones += (f"/software/products/{known.product_id}", f"/software/titles/{waits.pk}/correct", "/software/rules")
    paths = ("/suppliers", "/contracts", "/contracts/ahead", "/software", "/software/unknown", *ones)
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []
