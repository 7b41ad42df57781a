"""Items by the API: what was known of them at an instant."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from testing import make
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.door


def test_what_was_known_at_an_instant_is_told_and_a_contract_only_to_whoever_sees_contracts():
    host, lease = make.item("web-01"), make.contract()
    Item.objects.filter(pk=host.pk).update(created_at=clock.now() - timedelta(days=9))
    before = clock.now()
    with clock.travel(days=1):
        life.edit_item(host, by=CLOCK, name="web-02", cost_centre="4711", contract=lease)

        def known(program, at):
            return program.ask("get", f"items/{host.pk}/values?at={quote(at.isoformat())}").json()

        mia, ana = make.program(make.manager()), make.program(make.ana())
        then, now = known(mia, before), mia.ask("get", f"items/{host.pk}/values").json()
        assert (then["is_known"], then["values"]["name"], "cost_centre" in then["values"]) == (True, "web-01", False)
        assert (now["values"]["name"], now["values"]["contract"]) == ("web-02", lease.pk)
        told = ana.ask("get", f"items/{host.pk}/values").json()["values"]
        assert (told["cost_centre"], "contract" in told) == ("4711", False)
        early = known(mia, before - timedelta(days=30))
        assert (early["is_known"], early["values"]) == (False, {})
        assert mia.ask("get", f"items/{host.pk}/values?at=yesterday").status_code == 422


def test_on_which_contract_an_item_hangs_is_shown_to_whoever_sees_contracts():
    lease = make.contract()
    host = life.add_item(by=CLOCK, name="web-01", cls=make.item_class(), contract=lease)
    for person, shown, found in ((make.manager(), lease.number, 1), (make.ana(), None, 0)):
        program = make.program(person)
        told = program.ask("get", f"items/{host.pk}").json()["contract"]
        assert (told and told["name"]) == shown
        assert len(program.ask("get", f"items?contract={lease.pk}").json()["items"]) == found


def test_what_answers_is_told_by_port_and_by_item_and_items_are_found_by_it():
    host, other = make.item("web-01"), make.item("web-02")
    make.open_port(host, 3389, name="ms-wbt-server")
    make.open_port(host, 22, version="9.2", until=clock.now())
    make.open_port(other, 22, version="9.9")
    mia = make.program(make.manager())
    (row,) = mia.ask("get", "open-ports?port=3389").json()["items"]
    assert (row["item"]["name"], row["name"], row["until"]) == ("web-01", "ms-wbt-server", None)
    assert [one["port"] for one in mia.ask("get", "open-ports").json()["items"]] == [22, 3389]
    assert mia.ask("get", "open-ports?port=ssh").status_code == 422
    assert mia.ask("get", "open-ports?port=70000").json()["items"] == []
    of = f"items/{host.pk}/open-ports"
    assert len(mia.ask("get", of).json()["items"]) == 2
    assert [one["port"] for one in mia.ask("get", f"{of}?is_open=false").json()["items"]] == [22]
    assert [one["name"] for one in mia.ask("get", "items?open_port=22/tcp").json()["items"]] == ["web-02"]
