"""Pages on suppliers and contracts."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import come, page
from watchkeep.doors.console.contracts import hanging
from watchkeep.estate.suppliers.models import Contract, State, Supplier
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        yield


def test_a_contract_from_the_first_supplier_to_its_end():
    mia = make.manager()
    client = come(mia)
    client.post("/suppliers/new", {"name": "Fjord Hosting", "support_phone": "+47 5550 100"})
    supplier = Supplier.objects.get()
    assert "+47 5550 100" in page(client, f"/suppliers/{supplier.pk}")
    form = {
        "supplier": supplier.pk, "title": "Hosting", "kind": "support", "owner": mia.email, "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "renews": "on", "renewal_months": 12, "notice": 3, "notice_in_months": "True",
        "warn_days": "90, 30", "cost": "1200", "cost_every": 12,
    }  # fmt: skip
    assert client.post("/contracts/new", form).status_code == 302
    number = Contract.objects.get().number
    assert "Put in force" in page(client, f"/contracts/{number}")
    client.post(f"/contracts/{number}/put_in_force")
    shown = page(client, f"/contracts/{number}")
    assert "30 September 2026" in shown
    assert "€100" in shown
    client.post(f"/contracts/{number}/give_notice", {"given_on": "2026-03-01"})
    assert Contract.objects.get().state == State.NOTICE_GIVEN
    client.post(f"/contracts/{number}/end", {"reason": "Both agreed"})
    shown = page(client, f"/contracts/{number}")
    assert "Both agreed" in shown
    assert "gave notice on 1 Mar 2026" in shown


def test_a_form_says_what_is_wrong_where_it_is():
    contract, client = make.contract(), come(make.manager())
    answer = client.post(f"/contracts/{contract.number}/edit", {"title": "x", "warn_days": "soon", "renews": "on"})
    assert answer.status_code == 422
    assert "Write days as numbers" in answer.content.decode()


def test_papers_come_and_go_and_are_never_handed_out_as_a_page():
    contract, client = make.contract(), come(make.manager())
    paper = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed", "application/pdf")
    client.post(f"/contracts/{contract.number}/documents", {"file": paper})
    kept = contract.documents.get()
    answer = client.get(f"/contracts/{contract.number}/documents/{kept.pk}")
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    client.post(f"/contracts/{contract.number}/documents/{kept.pk}/remove")
    assert not contract.documents.exists()


def test_the_list_is_filtered_by_the_days_that_come():
    make.contract(title="Soon", ends_in=100, notice=2)
    make.contract(title="Later", ends_in=300, notice=2)
    make.contract(title="Ending", ends_in=20, renews=False)
    client = come(make.manager())

    def listed(query: str) -> list[str]:
        shown = page(client, f"/contracts?{query}")
        return [title for title in ("Soon", "Later", "Ending") if f">{title}<" in shown]

    assert listed("notice=90") == ["Soon"]
    assert listed("ends=30") == ["Ending"]
    assert listed("q=lat") == ["Later"]
    assert listed("state=draft") == []
    assert listed("notice=soon&supplier=x&kind=y&state=z") == ["Soon", "Later", "Ending"]


def test_a_contract_says_what_leans_on_it_and_where_it_promises_less_than_we_do():
    service = make.service("Web shop")
    make.target(service=service, priority=1, measure="resolution", minutes=120)
    contract, client = make.contract(resolution_minutes=240), come(make.manager())
    assert client.post(f"/contracts/{contract.number}/services", {"service": service.pk}).status_code == 302
    assert "we resolve within 2 h" in page(client, f"/contracts/{contract.number}")
    client.post(f"/contracts/{contract.number}/services/web-shop/remove")
    assert "No service is known" in page(client, f"/contracts/{contract.number}")


def test_an_item_hangs_on_a_contract_and_on_its_supplier():
    item, contract, client = make.item("db-17"), make.contract(), come(make.manager())
    assert client.post(f"/contracts/{contract.number}/items", {"item": "no such"}).status_code == 422
    assert client.post(f"/contracts/{contract.number}/items", {"item": "db-17"}).status_code == 302
    item.refresh_from_db()
    assert (item.contract, item.supplier) == (contract, contract.supplier)
    assert item.changes.filter(attribute="contract", after=contract.pk).exists()
    assert "db-17" in page(client, f"/contracts/{contract.number}")
    assert contract.number in page(client, f"/items/{item.pk}/history")
    client.post(f"/contracts/{contract.number}/items/{item.pk}/remove")
    assert "No item is known" in page(client, f"/contracts/{contract.number}")


def test_what_is_licensed_by_a_contract_stands_there_for_who_may_see_it():
    contract, of = make.contract(), make.product("Design suite")
    one = make.entitlement(of, quantity=40, metric="seat", contract=contract)
    shown = page(come(make.manager()), f"/contracts/{contract.number}")
    assert (one.number in shown, "40 by subscription seat" in shown, f"/licences/products/{of.pk}" in shown) == (
        True, True, True,
    )  # fmt: skip
    assert hanging.licensed(contract, make.actor(make.ana())) == []


def test_what_comes_stands_in_its_month_with_what_it_costs_in_a_year():
    make.contract(title="Hosting", ends_in=200, cost=1200, cost_every=12)
    shown = page(come(make.manager()), "/contracts/ahead")
    assert "June 2026" in shown
    assert "Last day for notice" in shown
    assert "€1,200" in shown


def test_an_agent_reads_whom_to_call_but_not_what_it_costs():
    contract, client = make.contract(), come(make.ana())
    shown = page(client, f"/suppliers/{contract.supplier_id}")
    assert "Cost a month" not in shown
    assert "Hosting" not in shown
    assert "Cost a month" not in page(client, "/suppliers")
    assert client.get(f"/contracts/{contract.number}").status_code == 404
    assert client.get("/contracts/ahead").status_code == 403
    assert client.post(f"/suppliers/{contract.supplier_id}/retire").status_code == 403


def test_lists_ask_as_many_questions_however_long_they_are():
    client = come(make.manager())

    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, path)
        return len(asked)

    paths = ("/suppliers", "/contracts", "/contracts/ahead", "/contracts?notice=365")
    make.contract()
    few = {path: questions(path) for path in paths}
    few = {path: questions(path) for path in paths}
    for _ in range(4):
        make.contract()
    assert {path: questions(path) for path in paths} == few
