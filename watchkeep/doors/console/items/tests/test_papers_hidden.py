"""On which contract a thing is, and what contracts cost, is nobody's business who may not see contracts."""

import pytest
from django.test import Client

from testing import make
from watchkeep.estate.assets import life
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def shown(answer) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode()


def test_no_page_export_or_answer_names_a_contract_or_its_cost_to_who_may_not_see_contracts():
    lease = make.contract(cost="48123.45", reference="LEASE-REF-77")
    host = life.add_item(by=CLOCK, name="web-01", cls=make.item_class(), price="999.50")
    life.edit_item(host, by=CLOCK, contract=lease, supplier=lease.supplier)
    pages = ("/items", f"/items/{host.pk}", f"/items/{host.pk}/history", "/items/export.csv")
    answers = ("items", f"items/{host.pk}", f"items/{host.pk}/values", "contracts", f"contracts/{lease.pk}")
    for person, sees in ((make.manager(), True), (make.ana(), False)):
        client, program = Client(), make.program(person)
        client.force_login(person)
        found = [shown(client.get(page)) for page in pages]
        found += [program.ask("get", one).content.decode() for one in answers]
        whole = "".join(found)
        assert "web-01" in whole
        for secret in (lease.number, "LEASE-REF-77", "48123"):
            assert (secret in whole) == sees, secret
        exported = found[3].splitlines()[0].split(",")
        assert ({"contract", "supplier"} <= {*exported}, "price" in exported) == (sees, True)
        assert (f"/items/{host.pk}" in shown(client.get(f"/items?contract={lease.pk}&q=nothing"))) is False
        listed = shown(client.get(f"/items?contract={lease.pk}"))
        assert (lease.number in listed) == sees
