"""Machines that are not what they say: two that bear one serial number far apart, and clocks that run ahead."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.doors.integrations.inventory import taking
from watchkeep.doors.integrations.inventory.tests.test_agents import ZLIB, packed
from watchkeep.estate.assets.models import Change, Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Agent, Doubt, Inventory, Trace
from watchkeep.estate.discovery.rules import clocks
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def machine(device, mac, **more):
    content = {
        "hardware": {"name": device}, "bios": {"ssn": "SAME-12345", "smanufacturer": "Dell"},
        "networks": [{"description": "eth0", "mac": mac, "ipaddress": "10.0.0.7"}],
    }  # fmt: skip
    return packed({"action": "inventory", "deviceid": device, "content": content | more})


@pytest.fixture
def post(client):
    keys = {name: life.add_gateway(by=CLOCK, name=name)[1] for name in ("Berlin", "Sydney")}

    def send(place, body):
        assert client.post(f"/inventory/agents/{keys[place]}", body, content_type=ZLIB).status_code == 200
        taking.take_due()

    return send


def test_one_serial_number_on_two_continents_is_two_items_that_wait_for_somebody_and_do_not_flap(post, client):
    for day in range(4):
        with clock.travel(days=day):
            versions = [{"name": "zip", "version": str(day)}]
            post("Berlin", machine("ber-1", "00:1b:21:00:00:01", softwares=versions))
            post("Sydney", machine("syd-1", "00:1b:21:00:00:02", softwares=versions))
    (doubt,) = Doubt.objects.all()
    items = [Item.objects.get(name=name) for name in ("ber-1", "syd-1")]
    assert {doubt.item, doubt.other} == {*items}
    assert (doubt.kind, doubt.against, doubt.settled_at) == ("serial", ["mac"], None)
    assert told("doubt", doubt.pk) == ["doubt.opened"]
    assert [one.merged_into for one in items] == [None, None]
    assert not Change.objects.filter(item__in=items, attribute__in=("name", "macs", "serial"), before__isnull=False)
    client.force_login(make.admin())
    page = client.get(f"/discovery/doubts/{doubt.pk}").content.decode()
    assert ("Berlin" in page, "Sydney" in page) == (True, True)


def test_what_a_clock_ahead_says_is_kept_by_ours_and_said_on_the_record(post, client):
    ahead = (clock.now() + timedelta(days=40)).strftime("%Y-%m-%d %H:%M:%S")
    post("Berlin", machine("ber-1", "00:1b:21:00:00:01", operatingsystem={"boot_time": ahead}))
    item, agent, inventory = Item.objects.get(), Agent.objects.get(), Inventory.objects.get()
    assert (agent.ahead_days, inventory.changes["ahead_days"]) == (40, 40)
    now = clock.now()
    trace = Trace.objects.get()
    assert max(item.last_seen_at, item.first_seen_at, item.created_at, trace.last_at, agent.last_at) <= now
    client.force_login(make.admin())
    pages = (f"/items/{item.pk}", f"/discovery/items/{item.pk}", f"/discovery/inventories/{inventory.pk}")
    assert ["40 days ahead" in client.get(page).content.decode() for page in pages] == [True] * 3
    assert "clock 40 days ahead" in client.get(f"/discovery/gateways/{agent.gateway_id}").content.decode()
    right = {"boot_time": clock.now().strftime("%Y-%m-%d %H:%M:%S"), "name": "Debian"}
    post("Berlin", machine("ber-1", "00:1b:21:00:00:01", operatingsystem=right))
    agent.refresh_from_db()
    assert agent.ahead_days == 0


def test_a_clock_is_ahead_when_it_cannot_be_right_in_any_zone():
    now = clock.now()
    hours = {-99: 0, 0: 0, 14: 0, 16: 1, 24: 1, 60: 2, 24 * 4000: 4000}
    assert {hour: clocks.days_ahead(now + timedelta(hours=hour), now) for hour in hours} == hours
