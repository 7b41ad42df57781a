"""Agents at the door: what they are answered, what becomes of what they bring, and of what nobody should bring."""

import base64
import json
import zlib
from pathlib import Path

import pytest
from django.db import transaction

from watchkeep.doors.integrations.inventory import arriving, taking
from watchkeep.estate.assets.models import Installation, Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Agent, Inventory
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

PAYLOADS = Path(__file__).parent / "payloads"
ZLIB = "application/x-compress-zlib"
GLPI, FUSION = {"user-agent": "GLPI-Agent_v1.11"}, {"user-agent": "FusionInventory-Agent_v2.6-3"}


def wire(name):
    return (PAYLOADS / name).read_bytes()


@pytest.fixture
def door(client):
    gateway, key = life.add_gateway(by=CLOCK, name="Office")

    def post(body, *, headers=GLPI, key=key):
        return client.post(f"/inventory/agents/{key}", body, content_type=ZLIB, headers=headers)

    post.gateway, post.key, post.client = gateway, key, client
    return post


def small(device="pc-1", **more):
    content = {"hardware": {"name": device}, "bios": {"ssn": f"SER-{device}", "smanufacturer": "Dell"}} | more
    return {"action": "inventory", "deviceid": device, "content": content}


def packed(told):
    return zlib.compress(json.dumps(told).encode())


def states():
    return list(Inventory.objects.order_by("pk").values_list("state", flat=True))


def test_a_new_agent_is_told_to_speak_json_and_an_old_one_to_send(door):
    answer = door(wire("glpi-agent-prolog.z"))
    assert (answer.status_code, answer.json()["expiration"], "inventory" in answer.json()["tasks"]) == (200, 24, True)
    answer = door(wire("fusioninventory-prolog.z"), headers=FUSION)
    assert b"<RESPONSE>SEND</RESPONSE><PROLOG_FREQ>24</PROLOG_FREQ>" in answer.content
    assert Agent.objects.count() == 2


def test_a_real_inventory_becomes_an_item_with_its_software_and_the_same_again_costs_nothing(door):
    for payload, headers in (("glpi-agent-inventory.z", GLPI), ("fusioninventory-inventory.z", FUSION)):
        assert door(wire(payload), headers=headers).status_code == 200
    assert (states(), taking.take_due(), states()) == (["received"] * 2, 2, ["new"] * 2)
    item = Item.objects.get(name="ams-web-01")
    assert (item.cls.slug, item.values["kernel"], item.last_seen_at is None) == (
        "virtual_machine",
        "6.1.0-28-amd64",
        False,
    )
    assert Installation.objects.open().filter(item=item).count() == 1332
    door(wire("glpi-agent-inventory.z"))
    assert (Inventory.objects.count(), Agent.objects.get(item=item).unchanged) == (2, 1)
    assert [bytes(one.body) for one in Inventory.objects.defer(None)] == [b"", b""]


def test_another_inventory_changes_what_is_other_and_no_more(door):
    software = [{"name": "zip", "version": "1"}, {"name": "vim", "version": "2"}]
    door(packed(small(softwares=software)))
    taking.take_due()
    door(packed(small(softwares=[{"name": "zip", "version": "1"}, {"name": "vim", "version": "3"}])))
    taking.take_due()
    assert Inventory.objects.latest("pk").changes == {"values": [], "came": 1, "went": 1}
    assert Installation.objects.count() == 3


def test_an_inventory_of_a_part_takes_nothing_away(door):
    system = {"full_name": "Debian 12"}
    door(packed(small(operatingsystem=system, softwares=[{"name": "zip"}])))
    taking.take_due()
    door(
        packed({"action": "inventory", "deviceid": "pc-1", "partial": True, "content": {"hardware": {"memory": 4096}}})
    )
    taking.take_due()
    item = Item.objects.get()
    assert (item.name, item.values["os"], item.values["memory"]) == ("pc-1", "Debian 12", 4096 * 2**20)
    assert Installation.objects.open().count() == 1


def test_of_two_agents_on_one_machine_one_speaks_for_it(door):
    door(packed(small()))
    other = small() | {"deviceid": "other"}
    door(packed(other))
    taking.take_due()
    assert (Item.objects.count(), states()) == (1, ["new", "unchanged"])
    assert "pc-1 speaks for this machine" in Inventory.objects.latest("pk").why


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"\x78\x9cnothing", 400, "damaged"),
        (zlib.compress(b"0" * 2**26), 413, "larger than"),
        (zlib.compress(b"<REQUEST><QUERY>INVENTORY</QUERY></REQUEST>"), 400, "which agent"),
        (packed({"action": "register", "deviceid": "a"}), 400, "register"),
        (packed({"action": "inventory", "deviceid": "a", "content": [1]}), 400, "no JSON"),
    ],
)
def test_what_cannot_be_received_is_told_why_and_kept_with_the_reason(door, body, status, why):
    answer = door(body)
    assert (answer.status_code, why in answer.json()["message"]) == (status, True)
    kept = Inventory.objects.get()
    assert (kept.state, why in kept.why, Item.objects.count()) == ("refused", True, 0)


def test_what_cannot_be_read_is_kept_with_the_reason_and_read_again_when_asked(door):
    bomb = "<!DOCTYPE x [<!ENTITY a 'a'>]><REQUEST><DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>"
    door(zlib.compress(bomb.encode()), headers=FUSION)
    taking.take_due()
    refused = Inventory.objects.get()
    assert (refused.state, "entities" in refused.why, len(refused.body) > 0) == ("refused", True, True)
    life.read_again(refused, by=CLOCK)
    assert (taking.take_due(), states()) == (1, ["refused"])


def test_what_fails_is_tried_five_times_and_holds_up_no_other(door, monkeypatch):
    door(packed(small("bad")))
    door(packed(small("good")))
    taken = life.take_in_many

    @transaction.atomic
    def fails(read):
        taken(read)
        if any(found.key == "bad" for _inventory, found in read):
            raise ZeroDivisionError

    monkeypatch.setattr(life, "take_in_many", fails)
    taking.take_due()
    assert states() == ["received", "new"]
    for again in range(1, 5):
        with clock.travel(hours=5 * again):
            taking.take_due()
    assert states() == ["refused", "new"]


def test_a_key_comes_in_the_address_or_as_a_password_and_opens_a_week_longer_when_it_is_rotated(door):
    plain = base64.b64encode(f"agent:{door.key}".encode()).decode()
    header = GLPI | {"authorization": f"Basic {plain}"}
    prolog = wire("glpi-agent-prolog.z")
    assert door.client.post("/inventory/agents", prolog, content_type=ZLIB, headers=header).status_code == 200
    assert door(prolog, key="wkg_wrong").status_code == 401
    assert door.client.post("/inventory/agents", prolog, content_type=ZLIB).status_code == 401
    fresh = life.rotate_key(door.gateway, by=CLOCK)
    assert [door(prolog, key=one).status_code for one in (fresh, door.key)] == [200, 200]
    with clock.travel(days=8):
        assert [door(prolog, key=one).status_code for one in (fresh, door.key)] == [200, 401]
    life.switch_gateway(door.gateway, by=CLOCK)
    assert door(prolog, key=fresh).status_code == 401


def test_agents_report_from_the_networks_that_are_named(door):
    life.change_gateway(door.gateway, by=CLOCK, name="Office", networks=["10.0.0.0/8"])
    assert door(wire("glpi-agent-prolog.z")).status_code == 403
    life.change_gateway(door.gateway, by=CLOCK, name="Office", networks=["127.0.0.0/8"])
    assert door(wire("glpi-agent-prolog.z")).status_code == 200


def test_inventories_of_one_moment_are_received_together_and_answered_as_by_the_view(door, rf):
    def call(body, key=door.key, headers=GLPI):
        return rf.post(f"/inventory/agents/{key}", body, content_type=ZLIB, headers=headers)

    calls = [
        call(packed(small("pc-1"))),
        call(wire("fusioninventory-inventory.z"), headers=FUSION),
        call(packed(small("pc-2")), key="wkg_wrong"),
        call(wire("glpi-agent-prolog.z")),
        call(b"\x78\x9cnothing"),
        call(packed(small("pc-1", tag="again"))),
    ]
    answers = arriving.receive_together(calls)
    assert [one and one.status for one in answers] == [200, 200, None, None, None, None]
    assert (answers[0].body, answers[1].headers["Content-Type"]) == (
        door(packed(small("pc-1"))).content.decode(), "application/xml",
    )  # fmt: skip
    taking.take_due()
    assert states() == ["new", "new", "unchanged"]
    assert all(arriving.receive_together(calls[:2]))
    assert Inventory.objects.count() == 3
    assert set(Agent.objects.values_list("unchanged", flat=True)) == {1}


def test_what_cannot_be_received_together_is_left_to_the_view(door, rf, monkeypatch):
    def fails(_came):
        raise ZeroDivisionError

    monkeypatch.setattr(life, "receive_many", fails)
    body = packed(small("pc-1"))
    call = rf.post(f"/inventory/agents/{door.key}", body, content_type=ZLIB, headers=GLPI)
    assert arriving.receive_together([call]) == [None]
