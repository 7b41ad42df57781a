"""What osqueryd sends, in the documented shapes of its remote API: osqueryd itself is not at hand here."""

import gzip
import json

import pytest

from watchkeep.doors.integrations.inventory import taking
from watchkeep.doors.integrations.osquery import asking
from watchkeep.estate.assets.models import Installation, Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Agent, Inventory, Node
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

AGENT = {"user-agent": "osquery/5.12.1", "accept": "application/json"}
SYSTEM = {
    "hostname": "db-1.example.org", "uuid": "4c4c4544-0033-4d10-8052-b7c04f4d3532", "cpu_type": "x86_64",
    "cpu_subtype": "158", "cpu_brand": "Intel(R) Xeon(R) E-2236\x00", "cpu_physical_cores": "6",
    "cpu_logical_cores": "12", "physical_memory": "33554432000", "hardware_vendor": "Dell Inc.",
    "hardware_model": "PowerEdge R240", "hardware_version": "", "hardware_serial": "B7X2M52",
    "computer_name": "db-1.example.org", "local_hostname": "db-1",
}  # fmt: skip
RELEASE = {
    "_id": "12", "codename": "bookworm", "major": "12", "minor": "0", "name": "Debian GNU/Linux", "patch": "0",
    "platform": "debian", "platform_like": "debian", "version": "12 (bookworm)",
}  # fmt: skip
DETAILS = {
    "os_version": RELEASE,
    "osquery_info": {"version": "5.12.1", "build_platform": "linux", "pid": "812"},
    "system_info": SYSTEM,
    "platform_info": {"vendor": "Dell Inc.", "version": "2.9.3", "date": "08/04/2021"},
}
ZIP = {"name": "zip", "version": "3.0-13", "arch": "amd64"}
VIM = {"name": "vim", "version": "2:9.0.1378-2", "arch": "amd64"}


@pytest.fixture
def door(client):
    gateway, key = life.add_gateway(by=CLOCK, name="Servers")

    def post(where, told, *, raw=None, pack=False):
        body = raw if raw is not None else json.dumps(told).encode()
        headers = AGENT | {"content-encoding": "gzip"} if pack else AGENT
        body = gzip.compress(body) if pack else body
        return client.post(f"/osquery/{where}", body, content_type="application/json", headers=headers)

    post.gateway, post.key, post.client = gateway, key, client
    return post


def enrol(door, **more):
    told = {"enroll_secret": door.key, "host_identifier": SYSTEM["uuid"], "platform_type": "9", "host_details": DETAILS}
    return door("enroll", told | more).json()


def line(name="deb_packages", **more):
    when = {"calendarTime": "Tue Sep 30 17:37:30 2025 UTC", "unixTime": 1759253850, "epoch": 0, "counter": 0}
    return {"name": name, "hostIdentifier": SYSTEM["uuid"], "numerics": False} | when | more


def snapshot(name, rows):
    return line(name, action="snapshot", snapshot=rows)


def results(door, key, *lines, pack=True):
    return door("log", {"node_key": key, "log_type": "result", "data": list(lines)}, pack=pack)


def states():
    return list(Inventory.objects.order_by("pk").values_list("state", flat=True))


def installed():
    return sorted(Installation.objects.open().values_list("title__name", "title__version"))


def test_a_machine_enrols_with_the_secret_of_a_gateway_and_is_known_from_then_on(door):
    answer = enrol(door)
    assert (answer["node_invalid"], answer["node_key"][:4]) == (False, "wkn_")
    assert not Node.objects.filter(digest=answer["node_key"].encode()).exists()
    assert (states(), taking.take_due(), states()) == (["received"], 1, ["new"])
    item = Item.objects.get()
    assert (item.name, item.serial, item.values["domain"], item.values["memory"]) == (
        "db-1", "B7X2M52", "example.org", 32000 * 2**20,
    )  # fmt: skip
    assert (item.values["os"], item.values["cpu"]) == ("Debian GNU/Linux 12 (bookworm)", "Intel(R) Xeon(R) E-2236")
    again = enrol(door)
    assert (Node.objects.count(), Agent.objects.get().unchanged, states()) == (1, 1, ["new"])
    assert door("config", {"node_key": answer["node_key"]}).json()["node_invalid"] is True
    assert door("config", {"node_key": again["node_key"]}).json()["node_invalid"] is False


@pytest.mark.parametrize("secret", ["", "wkg_" + "0" * 40])
def test_a_secret_that_opens_nothing_enrols_nobody(door, secret):
    answer = enrol(door, enroll_secret=secret)
    assert (answer["node_invalid"], "node_key" in answer, Agent.objects.count()) == (True, False, 0)


@pytest.mark.parametrize("where", ["config", "log", "distributed/read", "distributed/write"])
def test_a_key_that_is_not_known_sends_osqueryd_to_enrol_again(door, where):
    answer = door(where, {"node_key": "wkn_" + "0" * 40, "log_type": "result", "data": []})
    assert (answer.status_code, answer.json()["node_invalid"]) == (200, True)
    assert door.client.get(f"/osquery/{where}").status_code == 405


@pytest.mark.parametrize(
    ("platform", "has", "has_not"),
    [("9", "deb_packages", "apps"), ("2", "programs", "rpm_packages"), ("21", "apps", "programs")],
)
def test_a_node_is_told_what_to_look_at_by_its_system(door, platform, has, has_not):
    key = enrol(door, platform_type=platform)["node_key"]
    told = door("config", {"node_key": key}).json()
    assert (has in told["schedule"], has_not in told["schedule"]) == (True, False)
    assert told["schedule"][has]["interval"] == 24 * 3600
    assert {"system_info", "os_version", "interface_addresses", "interface_details", "users"} <= {*told["schedule"]}


def test_snapshots_become_one_inventory_and_the_same_again_costs_nothing(door):
    key = enrol(door)["node_key"]
    brought = [
        snapshot("system_info", [{name: SYSTEM[name] for name in asking.QUERIES["system_info"].columns}]),
        snapshot("interface_addresses", [
            {"interface": "eno1", "address": "192.0.2.7"}, {"interface": "eno1", "address": "fe80::1%eno1"},
            {"interface": "lo", "address": "127.0.0.1"},
        ]),
        snapshot("interface_details", [{"interface": "eno1", "mac": "d0:94:66:aa:bb:cc"}]),
        snapshot("deb_packages", [VIM, ZIP]),
        snapshot("somebody_elses", [{"secret": "1"}]),
    ]  # fmt: skip
    assert results(door, key, *brought).json() == {"node_invalid": False}
    taking.take_due()
    item = Item.objects.get()
    assert (item.values["ips"], item.values["macs"]) == (["192.0.2.7"], ["d0:94:66:aa:bb:cc"])
    assert installed() == [("vim", "2:9.0.1378-2"), ("zip", "3.0-13")]
    assert Installation.objects.get(title__version="3.0-13").title.purl == "pkg:deb/debian/zip@3.0-13?arch=amd64"
    before, kept = states(), bytes(Node.objects.get().kept)
    results(door, key, *reversed(brought), snapshot("deb_packages", [ZIP, VIM]), pack=False)
    assert (states(), Agent.objects.get().unchanged) == (before, 1)
    assert (bytes(Node.objects.get().kept) == kept, b"secret" in kept) == (True, False)
    results(door, key, snapshot("deb_packages", [ZIP]))
    taking.take_due()
    assert (states()[-1], installed()) == ("changed", [("zip", "3.0-13")])


def test_differences_come_line_by_line_or_together_and_twice_is_once(door):
    key = enrol(door)["node_key"]
    first = [line(action="added", columns=ZIP), line(action="added", columns=VIM)]
    newer = VIM | {"version": "2:9.1"}
    second = line(diffResults={"added": [newer], "removed": [VIM]}, counter=1, unixTime=1759253950)
    third = line(action="removed", columns=ZIP, counter=2, unixTime=1759254000)
    expected = [[("vim", VIM["version"]), ("zip", "3.0-13")], [("vim", "2:9.1"), ("zip", "3.0-13")], [("vim", "2:9.1")]]
    for lines, software in zip((first, [second], [third]), expected, strict=True):
        for _twice in range(2):
            results(door, key, *lines)
            taking.take_due()
            assert installed() == software
    anew = line(action="added", columns=ZIP, epoch=1, unixTime=1759260000)
    results(door, key, anew)
    taking.take_due()
    assert installed() == [("zip", "3.0-13")]


def test_what_was_never_told_or_is_stale_is_asked_for_and_once_at_a_time(door):
    key = enrol(door)["node_key"]
    asked = door("distributed/read", {"node_key": key}).json()["queries"]
    assert {*asked} == {*asking.names("linux")} - {"system_info", "os_version"}
    assert door("distributed/read", {"node_key": key}).json()["queries"] == {}
    told = {name: [] for name in asked} | {"deb_packages": [ZIP], "rpm_packages": ""}
    statuses = dict.fromkeys(asked, 0) | {"users": 1}
    answer = door("distributed/write", {"node_key": key, "queries": told, "statuses": statuses})
    assert answer.json() == {"node_invalid": False}
    taking.take_due()
    assert installed() == [("zip", "3.0-13")]
    with clock.travel(hours=1):
        assert door("distributed/read", {"node_key": key}).json()["queries"] == {}
    with clock.travel(hours=37):
        assert {*door("distributed/read", {"node_key": key}).json()["queries"]} == {*asking.names("linux")}
        failed = {"node_key": key, "queries": {"deb_packages": []}, "statuses": {"deb_packages": 1}}
        door("distributed/write", failed)
        taking.take_due()
        assert installed() == [("zip", "3.0-13")]


def test_nobody_signed_in_says_nothing_of_who_was_last(door):
    key = enrol(door)["node_key"]
    for rows in ([{"username": "ana"}], []):
        results(door, key, snapshot("users", rows))
        taking.take_due()
        assert Item.objects.get().values["last_user"] == "ana"


def test_a_status_log_says_that_it_is_there(door):
    key = enrol(door)["node_key"]
    said = {"severity": "2", "filename": "scheduler.cpp", "line": "83", "message": "no such table", "version": "5.12.1"}
    with clock.travel(hours=2):
        answer = door("log", {"node_key": key, "log_type": "status", "data": [said]})
    assert answer.json() == {"node_invalid": False}
    agent = Agent.objects.get()
    assert (agent.last_at - agent.first_at).seconds >= 7200
    assert (agent.version, states()) == ("osquery/5.12.1", ["received"])


def bodies_of(key):
    good = json.dumps({"node_key": key, "log_type": "result", "data": [snapshot("deb_packages", [ZIP] * 50)]}).encode()
    return {
        "no JSON": good[:-30],
        "ends too early": gzip.compress(good)[:-12],
        "damaged": gzip.compress(good)[:60] + b"\xff" * 40,
        "larger than": gzip.compress(good[:-1] + b" " * (33 * 2**20) + b"}"),
        "Expected `array`": json.dumps({"node_key": key, "log_type": "result", "data": {"a": 1}}).encode(),
        "Expected `object": json.dumps({"node_key": key, "log_type": "result", "data": [7]}).encode(),
        "neither “result”": json.dumps({"node_key": key, "log_type": "carve", "data": []}).encode(),
        "Expected `str`": json.dumps({"node_key": 7, "enroll_secret": key}).encode(),
    }


@pytest.mark.parametrize("why", list(bodies_of("")))
def test_what_cannot_be_read_is_told_why_and_kept_if_it_bears_a_key(door, why):
    key = enrol(door)["node_key"]
    before = bytes(Node.objects.get().kept)
    answer = door("log", None, raw=bodies_of(door.key if "str" in why else key)[why])
    assert (answer.status_code, why in answer.json()["error"]) == (413 if why == "larger than" else 400, True)
    assert bytes(Node.objects.get().kept) == before
    kept = Inventory.objects.latest("pk")
    is_kept = why != "damaged"
    assert ((kept.state, why in kept.why) == ("refused", True)) == is_kept
    stranger = door("log", None, raw=bodies_of("wkn_" + "0" * 40)["no JSON"])
    assert (stranger.status_code, Inventory.objects.count()) == (400, 1 + is_kept)


def test_a_machine_without_a_name_is_refused(door):
    assert "which machine" in enrol(door, host_identifier="")["error"]
    assert "Expected" in enrol(door, host_details=["system_info"])["error"]
    assert (states(), Agent.objects.count()) == (["refused", "refused"], 0)


def test_a_rotated_key_ends_those_that_it_let_in_a_week_later_or_at_once(door):
    key = enrol(door)["node_key"]
    fresh = life.rotate_key(door.gateway, by=CLOCK)

    def is_invalid(key):
        return door("config", {"node_key": key}).json()["node_invalid"]

    assert is_invalid(key) is False
    with clock.travel(days=8):
        assert (is_invalid(key), enrol(door)["node_invalid"]) == (True, True)
    key = enrol(door, enroll_secret=fresh)["node_key"]
    life.switch_gateway(door.gateway, by=CLOCK)
    assert is_invalid(key) is True
    life.switch_gateway(door.gateway, by=CLOCK)
    assert is_invalid(key) is False
    life.rotate_key(door.gateway, by=CLOCK, at_once=True)
    assert is_invalid(key) is True


def test_machines_report_from_the_networks_that_are_named(door):
    key = enrol(door)["node_key"]
    life.change_gateway(door.gateway, by=CLOCK, name="Servers", networks=["10.0.0.0/8"])
    answers = [door("config", {"node_key": key}), door("enroll", {"enroll_secret": door.key, "host_identifier": "a"})]
    assert [(one.status_code, "node_invalid" in one.json()) for one in answers] == [(403, False)] * 2
    assert door("log", None, raw=bodies_of(key)["no JSON"]).status_code == 400
    assert states() == ["received"]


def test_an_agent_and_osquery_on_one_machine_are_one_item(door):
    enrol(door)
    content = {"hardware": {"name": "db-1"}, "bios": {"ssn": SYSTEM["hardware_serial"], "smanufacturer": "Dell"}}
    told = {"action": "inventory", "deviceid": "db-1-2025", "content": content}
    door.client.post(f"/inventory/agents/{door.key}", json.dumps(told), content_type="application/json")
    taking.take_due()
    assert (Item.objects.count(), states()) == (1, ["new", "unchanged"])
