"""Files of items and relations, our own, NetBox's, GLPI's and Snipe-IT's: tried out, taken in, refused by line."""

import json
from decimal import Decimal

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item, ItemFile, Relation, State
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def mia():
    return make.actor(make.manager())


def handed(by, text, sort="items"):
    raw = text if isinstance(text, bytes) else (text if isinstance(text, str) else json.dumps(text)).encode()
    return life.hand_in(by=by, name="file", raw=raw, format=sort)


def taken(by, text, sort="items"):
    outcome = life.take_in(handed(by, text, sort), by=by)
    return outcome.added, outcome.changed, outcome.same, [(line, name) for line, name, _why in outcome.refused]


OWN = """Name;Class;Serial number;Asset tag;Owner team;Price;Bought;values.memory;runs_on
web-01;server;SN1;T1;web;"1.499,00";31.03.2026;16 GB;
web-vm;virtual_machine;;T2;;;;8 GB;web-01
"""


def test_a_file_is_tried_out_and_taken_in_once(mia):
    make.team("Web", slug="web")
    file = handed(mia, OWN)
    assert file.mapping["Serial number"] == "serial"
    tried = life.try_out(file, by=mia)
    assert (tried.added, tried.refused, Item.objects.count(), Relation.objects.count()) == (2, [], 0, 0)
    assert life.take_in(file, by=mia).added == 2
    web = Item.objects.get(name="web-01")
    assert (web.serial, web.price, str(web.bought_on), web.values["memory"]) == (
        "SN1", Decimal("1499.00"), "2026-03-31", 16 * 1024**3,
    )  # fmt: skip
    assert queries.provenance(web)["memory"].word.source.kind == "import"
    assert Relation.objects.open().get().to_item == web
    assert told("item_file", file.pk) == ["item_file.read"]
    with pytest.raises(Refused):
        life.take_in(file, by=mia)
    assert taken(mia, OWN) == (0, 0, 2, [])
    assert taken(mia, OWN.replace("1.499,00", "1.600,00").replace("8 GB", "32 GB")) == (0, 2, 0, [])
    assert [one["attribute"] for one in queries.changes_of(web).filter(attribute="price").values("attribute")] == [
        "price", "price",
    ]  # fmt: skip


def test_a_table_in_german_is_understood_as_it_is(mia):
    make.item("Lager 2", cls="location")
    text = """Bezeichnung;Geräteart;Seriennummer;Inventarnummer;Hersteller;Standort;Kaufdatum;Kaufpreis;Status
nb-7;Notebook;SN7;K-7;LENOVO;Lager 2;31.03.2026;1.499,00;Im Lager
prn-3;Drucker;SN8;K-8;HP;Lager 2;01.02.2025;310,00;In Betrieb
"""
    assert taken(mia, text) == (2, 0, 0, [])
    one = Item.objects.select_related("cls", "location").get(asset_tag="K-7")
    assert (one.cls.slug, one.serial, one.state, one.price, str(one.bought_on), one.location.name) == (
        "laptop", "SN7", "in_stock", Decimal("1499.00"), "2026-03-31", "Lager 2",
    )  # fmt: skip
    own = life.add_class(by=mia, slug="drucker", name="Drucker", parent=make.item_class("printer"))
    assert taken(mia, text.replace("prn-3", "prn-4").replace("SN8", "SN9").replace("K-8", "K-9"))[0] == 1
    assert Item.objects.get(asset_tag="K-9").cls == own


def test_each_line_that_cannot_be_is_refused_with_its_field_and_the_others_are_taken(mia):
    twice = [make.item(name, serial="DUP") for name in ("a", "b")]
    make.item("tagged", asset_tag="T9")
    text = f"""number,name,class,serial,asset tag,owner,state,bought_on,price,values.memory,depends_on
,good,server,S1,,,in stock,,,,
,,server,,,,,,,,
,x,spaceship,,,,,,,,
,x,server,DUP,,,,,,,
,x,server,,,nobody@example.org,,,,,
,x,server,,,,retired,,,,
,x,server,,,,,soon,,,
,x,server,,,,,,many,,
,x,server,,,,,,,plenty,
CI-99999999,x,server,,,,,,,,
{twice[0].number},a,,,T9,,,,,,
,again,server,S1,,,,,,,
,tied,server,,,,,,,,nowhere
"""
    added, _changed, _same, refused = taken(mia, text)
    assert refused == [
        (3, "name"), (4, "cls"), (5, "serial"), (6, "owner_person"), (7, "state"), (8, "bought_on"), (9, "price"),
        (10, "memory"), (11, "number"), (12, "asset_tag"), (13, ""), (14, "depends_on"),
    ]  # fmt: skip
    assert (added, Item.objects.get(name="good").state) == (2, State.IN_STOCK)


def test_as_many_statements_for_a_hundred_lines_as_for_ten(mia, django_assert_max_num_queries):
    for many in (10, 100):
        lines = "\n".join(f"n{many}-{n},server,S{many}-{n},4711,8 GB" for n in range(many))
        file = handed(mia, f"name,class,serial,cost_centre,values.memory\n{lines}")
        with django_assert_max_num_queries(60):
            assert life.take_in(file, by=mia).added == many


def test_relations_come_as_a_file_of_their_own(mia):
    vm, host = make.item("vm", cls="virtual_machine"), make.item("host")
    text = (
        f"From,Relation,To\nvm,runs on,{host.number}\nhost,runs_on,vm\nvm,hugs,host\nvm,depends_on,vm\nvm,runs_on,gone"
    )
    assert taken(mia, text, "relations") == (1, 0, 0, [(3, "runs_on"), (4, "kind"), (5, "depends_on"), (6, "to_item")])
    assert queries.reach([host.pk], upwards=True).others == [vm.pk]
    assert taken(mia, text, "relations")[:3] == (0, 0, 1)


NETBOX = {
    "netbox_sites": {"count": 1, "results": [
        {"id": 3, "name": "Berlin", "slug": "berlin", "physical_address": "Ring 1", "status": {"value": "active"}},
    ]},
    "netbox_racks": {"count": 1, "results": [
        {"id": 7, "name": "R1", "site": {"id": 3, "name": "Berlin"}, "status": {"value": "active"}, "u_height": 42,
         "serial": "", "asset_tag": None},
    ]},
    "netbox_devices": {"count": 2, "results": [
        {"id": 12, "name": "esx-01", "serial": "CZ1", "asset_tag": "A-12", "role": {"name": "Server"},
         "device_type": {"model": "DL360", "manufacturer": {"name": "HPE"}}, "site": {"name": "Berlin"},
         "rack": {"id": 7, "name": "R1"}, "position": 12.0, "status": {"value": "active", "label": "Active"},
         "primary_ip4": {"address": "10.0.0.7/24"}, "platform": {"name": "ESXi"}},
        {"id": 13, "name": "sw-01", "serial": "", "role": {"name": "Access Switch"}, "status": {"value": "staged"},
         "device_type": {"model": "2960", "manufacturer": {"name": "Cisco"}}, "site": {"name": "Berlin"}, "rack": None},
    ]},
    "netbox_addresses": {"count": 1, "results": [
        {"id": 90, "address": "10.0.0.7/24", "dns_name": "esx-01.example", "assigned_object": {
            "id": 4, "name": "eth0", "device": {"id": 12, "name": "esx-01"}}},
    ]},
    "netbox_cables": {"count": 1, "results": [
        {"id": 1, "a_terminations": [{"object_type": "dcim.interface", "object": {"device": {"name": "esx-01"}}}],
         "b_terminations": [{"object_type": "dcim.interface", "object": {"device": {"name": "sw-01"}}}]},
    ]},
}  # fmt: skip


def test_netbox_comes_over_from_its_api(mia):
    for _time in range(2):
        refused = [taken(mia, text, sort)[3] for sort, text in NETBOX.items()]
        assert refused == [[]] * 5
    esx, switch = Item.objects.get(name="esx-01"), Item.objects.get(name="sw-01")
    assert (esx.cls.slug, esx.location.name, esx.location.location.name, esx.manufacturer, esx.external_id) == (
        "server", "R1", "Berlin", "HPE", "netbox:device:12",
    )  # fmt: skip
    assert (switch.cls.slug, switch.state, switch.location.name) == ("network_device", State.IN_STOCK, "Berlin")
    assert (esx.values["management_ip"], esx.values["os"]) == ("10.0.0.7/24", "ESXi")
    assert Item.objects.count() == 5
    held = {(one.from_item.name, one.kind, one.to_item.name) for one in Relation.objects.open()}
    assert held == {("esx-01", "connects_to", "10.0.0.7/24"), ("esx-01", "connects_to", "sw-01")}


def test_netbox_comes_over_from_a_table(mia):
    text = "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address,ID\n"
    text += "fw-1,Active,,,,,Firewall,Fortinet,FG60,,8"
    assert taken(mia, text, "netbox_devices") == (1, 0, 0, [])
    fw = Item.objects.get()
    assert (fw.cls.slug, fw.model, fw.external_id) == ("network_device", "FG60", "netbox:device:8")


def test_glpi_comes_over_from_a_search_and_from_its_api(mia):
    make.item("Head office", cls="location")
    text = (
        '"Name";"Status";"Manufacturers";"Serial number";"Types";"Models";"Operating System - Name";"Locations";"ID"\n'
        '"pc-17";"In use";"Dell Inc.";"7XK2";"Notebook";"Latitude 5540";"Windows 11";"Head office";"17"\n'
    )
    assert taken(mia, text, "glpi_computers") == (1, 0, 0, [])
    api = [{"id": 17, "name": "pc-17", "serial": "7XK2", "otherserial": "INV-9", "contact": "eve", "uuid": "4C4C-17",
            "manufacturers_id": "Dell Inc.", "computertypes_id": "Notebook", "states_id": "In use"}]  # fmt: skip
    assert taken(mia, api, "glpi_computers") == (0, 1, 0, [])
    pc = Item.objects.get(name="pc-17")
    assert (pc.cls.slug, pc.asset_tag, pc.values["uuid"], pc.values["os"]) == (
        "laptop",
        "INV-9",
        "4C4C-17",
        "Windows 11",
    )


def test_snipe_it_comes_over_from_its_api_and_its_report(mia):
    eve = make.employee()
    api = {"total": 2, "rows": [
        {"id": 5, "name": "Eve's", "asset_tag": "S-5", "serial": "F17", "model": {"id": 1, "name": "ThinkPad"},
         "category": {"name": "Laptops"}, "manufacturer": {"name": "Lenovo"}, "status_label": {"name": "Deployed"},
         "assigned_to": {"id": 2, "email": eve.email, "type": "user"}, "purchase_date": {"date": "2025-02-03"},
         "purchase_cost": "1,299.00", "warranty_expires": {"date": "2028-02-03"}},
        {"id": 6, "name": "Old", "asset_tag": "S-6", "status_label": {"name": "Archived"}},
    ]}  # fmt: skip
    assert taken(mia, api, "snipe_it") == (1, 0, 0, [(3, "state")])
    laptop = Item.objects.get(asset_tag="S-5")
    assert (laptop.user, laptop.price, str(laptop.warranty_ends_on)) == (eve, Decimal("1299.00"), "2028-02-03")
    report = "Asset Name,Asset Tag,Model,Category,Serial,Status,Purchase Cost\n"
    report += "Eve's,S-5,ThinkPad X1,Laptops,F17,Deployed,1299.00"
    assert taken(mia, report, "snipe_it") == (0, 1, 0, [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x00\x01", "type"), (b"", "empty"), (b"name", "empty"), (b"{", "invalid"), (b"[1]", "invalid"),
        (b"[" * 100_000, "invalid"), (b"n\n" + b"x\n" * 10_001, "too_many"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(mia, raw, code):
    with pytest.raises(Refused) as no:
        handed(mia, raw)
    assert (no.value.field, no.value.code, ItemFile.objects.count()) == ("file", code, 0)


def test_importing_takes_its_permission():
    with pytest.raises(NotAllowed):
        handed(make.actor(make.ana()), OWN)
