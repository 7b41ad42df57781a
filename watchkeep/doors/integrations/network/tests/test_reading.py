"""What comes back from a network is what strangers send: hosts that lie, agents without end, names that lead away."""

import asyncio
import socket
import ssl
from datetime import timedelta

import pytest
import trustme

from testing import make
from watchkeep.doors.integrations.discovering.ports import CannotLook, Enough, Task
from watchkeep.doors.integrations.network import asking, certificates, devices, hosts, nmap, scanning, targets
from watchkeep.doors.integrations.network.asking import Told
from watchkeep.doors.integrations.network.hosts import BadOutput
from watchkeep.doors.integrations.network.targets import Place
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.queries import NetworkScan, SnmpScan
from watchkeep.estate.discovery.rules import scope
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

HOST = """<host><status state="up" reason="syn-ack"/><address addr="{ip}" addrtype="ipv4"/>
<address addr="00:1B:21:00:00:0A" addrtype="mac" vendor="Intel"/>
<hostnames><hostname name="web-1.example.org" type="PTR"/></hostnames><ports>
<port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="9.2p1"/></port>
<port protocol="tcp" portid="8444"><state state="open"/><service name="http" tunnel="ssl"/></port>
<port protocol="tcp" portid="80"><state state="closed"/></port></ports>
<os><osmatch name="{os}" accuracy="{sure}"><osclass type="{kind}" vendor="x"/></osmatch></os></host>"""


def xml(*told: str, before: str = "") -> bytes:
    return f"<?xml version='1.0'?>{before}<!DOCTYPE nmaprun><nmaprun>{''.join(told)}</nmaprun>".encode()


def host(ip: str = "10.20.0.10", os: str = "Linux 6.1", sure: int = 97, kind: str = "general purpose") -> str:
    return HOST.format(ip=ip, os=os, sure=sure, kind=kind)


def task(*told: str, allowed: tuple[str, ...] = ("10.20.0.0/16",), settings=None, minutes: int = 5) -> Task:
    nets, ends = [scope.network(one) for one in allowed], clock.now() + timedelta(minutes=minutes)
    return Task(
        settings=settings or NetworkScan(), source="s", targets=told, rate=10, allowed=nets, must_end_at=ends
    )  # fmt: skip


def test_a_host_is_read_with_its_name_card_system_and_services():
    (found,) = hosts.read(xml(host()))
    assert (found.key, found.name, found.domain, found.kind) == (
        "00:1b:21:00:00:0a",
        "web-1",
        "example.org",
        "computer",
    )
    assert found.attributes["services"] == ["22/tcp ssh OpenSSH 9.2p1", "8444/tcp http"]
    assert [(one.port, one.product, one.version, one.is_tls) for one in found.answers] == [
        (22, "OpenSSH", "9.2p1", False), (8444, "", "", True),
    ]  # fmt: skip
    (timed_out,) = hosts.read(xml(host().partition("<ports>")[0] + "</host>"))
    assert timed_out.answers is None  # of its ports nothing was told
    assert (found.attributes["os"], found.attributes["ips"]) == ("Linux 6.1", ["10.20.0.10"])
    assert hosts.tls_ports(xml(host())) == {"10.20.0.10": [8444]}
    (printer,) = hosts.read(xml(host(kind="printer")))
    (unsure,) = hosts.read(xml(host(kind="printer", sure=60)))
    assert (printer.kind, unsure.kind, "os" in unsure.attributes) == ("printer", "computer", False)


@pytest.mark.parametrize(
    "told",
    [b"", b"<nmaprun><host>", b"<other/>", xml(host())[:-30], b"\x00", b"[]",
     xml(host(), before="<!DOCTYPE a [<!ENTITY x 'y'>]>"), xml("<!ENTITY>")],
)  # fmt: skip
def test_what_is_no_output_of_nmap_is_refused_whole(told):
    with pytest.raises(BadOutput):
        hosts.read(told)


def test_a_host_that_may_not_be_contacted_is_left_out_whoever_says_that_it_is_there():
    asked = task("10.20.0.0/24")
    found = scanning._read(asked, xml(host(), host(ip="10.99.0.1")))
    assert [one.attributes["ips"] for one in found] == [["10.20.0.10"]]
    assert "10.99.0.1" in asked.notes[0]


def test_names_are_looked_up_and_each_address_is_checked(monkeypatch):
    told = {
        "in.example.org": ["10.20.0.7"],
        "out.example.org": ["10.99.0.1"],
        "both.example.org": ["10.20.0.8", "8.8.8.8"],
    }

    def look_up(name, *_more, **_named):
        if name not in told:
            raise socket.gaierror
        return [(0, 0, 0, "", (one, 0)) for one in told[name]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    asked = task(*told, "gone.example.org")
    assert targets.pieces(asked) == [["10.20.0.7/32", "10.20.0.8/32"]]
    assert len(asked.notes) == 3
    with pytest.raises(CannotLook):
        targets.pieces(task("out.example.org"))
    places = targets.places(task("both.example.org:8443", "10.20.0.0/30"), usual_port=443)
    assert [(one.address, one.name, one.port) for one in places] == [
        ("10.20.0.8", "both.example.org", 8443), ("10.20.0.1", "", 443), ("10.20.0.2", "", 443),
    ]  # fmt: skip


def test_a_range_is_cut_into_pieces_and_one_that_was_shut_is_left_out():
    asked = task("10.20.0.0/21", "10.30.0.0/24")
    cut = targets.pieces(asked)
    assert (len(cut), cut[0], len(asked.notes)) == (8, ["10.20.0.0/24"], 1)


def test_nmap_is_given_addresses_a_rate_and_a_time_and_nothing_that_somebody_wrote(monkeypatch):
    monkeypatch.setattr(nmap, "is_root", lambda: False)
    words = nmap.arguments(task("10.20.0.0/24", minutes=1), ["10.20.0.0/24"])
    assert ("-sT" in words, "-O" in words, words[-2:]) == (True, False, ["--", "10.20.0.0/24"])
    assert words[words.index("--max-rate") + 1] == "10"
    assert 0 < int(words[words.index("--host-timeout") + 1].rstrip("s")) <= 60
    monkeypatch.setattr(nmap, "is_root", lambda: True)
    words = nmap.arguments(task("2001:db8::/120", allowed=("2001:db8::/64",)), ["2001:db8::/120"])
    assert {"-sS", "-O", "-6"} <= {*words}


def test_without_nmap_and_after_its_time_it_says_so(monkeypatch):
    monkeypatch.setattr(nmap.shutil, "which", lambda _name: None)
    with pytest.raises(CannotLook, match="not installed"):
        list(nmap.Scan(task("10.20.0.0/24"), ["10.20.0.0/24"]).steps())
    with pytest.raises(Enough):
        task("10.20.0.0/24", minutes=0).check()


def asked(answer, settings=None) -> Told:
    """A device that answers each question as ``answer`` says."""

    async def bulk(_engine, _who, _target, _context, _non, _most, where, **_named):
        rows = answer(tuple(where[0]))
        return ("No SNMP response received before timeout", 0, 0, ()) if rows is None else (None, 0, 0, rows)

    async def go():
        told = Told(Place("10.20.0.2", port=161))
        walk = asking._Walk(None, asking.Pace(1_000_000), None, None, told)
        await walk.go()
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking.snmp, "bulk_cmd", bulk)
        patch.setattr(asking.snmp, "ObjectIdentity", lambda oid: oid)
        patch.setattr(asking.snmp, "ObjectType", lambda oid: (oid,))
        patch.setattr(asking, "MOST_ROWS", 500)
        return asyncio.run(go())


def test_a_device_that_repeats_itself_is_left_where_it_does():
    told = asked(lambda at: [((*at[:11], 5), 1), ((*at[:11], 5), 1)])
    assert any("repeats itself" in one for one in told.notes)
    assert all(len(column) <= 2 for column in told.columns.values())


def test_a_device_that_goes_back_is_left_too():
    told = asked(lambda at: [(at[:-1], 1)] if len(at) > 9 else [((*at, 1), 1)])
    assert len(told.columns) == len(asking.COLUMNS)
    assert all(len(column) <= 2 for column in told.columns.values())


def test_a_device_that_never_ends_is_left_after_so_many_rows():
    told = asked(lambda at: [((*at[:11], at[-1] + n + 1), n) for n in range(25)])
    assert any("more than 500 rows" in one for one in told.notes)
    assert all(len(column) <= 525 for column in told.columns.values())


def test_a_device_that_is_silent_is_asked_once():
    questions = []
    told = asked(questions.append)
    assert (told.is_silent, len(questions), told.notes) == (True, 1, [])


@pytest.mark.django_db
def test_what_a_device_tells_becomes_a_device_with_its_neighbours():
    told = Told(Place("10.20.0.2"))
    told.columns = {
        "descr": {(0,): b"Cisco IOS \x00\xff Software"}, "name": {(0,): b"sw-1.example.org"}, "services": {(0,): 6},
        "object": {(0,): "1.3.6.1.4.1.9.1.2"}, "part_class": {(1,): 9, (2,): 3},
        "part_serial": {(1,): b"CARD", (2,): b"FDO1234X"},
        "if_descr": {(1,): b"Gi1/0/1", (2,): b"lo"}, "if_mac": {(1,): b"\x00\x1b\x21\x00\x00\x01", (2,): b"nonsense"},
        "if_type": {(1,): 6, (2,): 24},
        "lldp_kind": {(0, 1, 1): 4, (0, 1, 2): 7},
        "lldp_chassis": {(0, 1, 1): b"\x00\x1b\x21\x00\x00\x02", (0, 1, 2): b"ap"},
        "lldp_name": {(0, 1, 1): b"sw-2.example.org", (0, 1, 2): b""},
        "cdp_name": {(1, 1): b"sw-2(SERIAL)", (1, 2): b"router.example.org"}, "cdp_port": {(1, 2): b"ge-0/0/1"},
        "cdp_address": {(1, 2): b"\x0a\x14\x00\x07"}, "if_name": {(1,): b"Gi1"},
        "own_kind": {(1,): 5}, "own_port": {(1,): b"Gi1/0/1"}, "port_kind": {(0, 1, 1): 7, (0, 1, 2): 5},
        "port_port": {(0, 1, 1): b"513"}, "port_descr": {(0, 1, 1): b"uplink"},
        "lldp_address": {(0, 1, 1, 1, 4, 10, 20, 0, 8): 1, (0, 1, 2, 1, 4, 10, 20, 0, 300): 1, (0, 1): 2},
    }  # fmt: skip
    found = devices.found(told)
    assert [(link.port, link.other_port, link.other.address) for link in found.links] == [
        ("Gi1/0/1", "uplink", "10.20.0.8"), ("Gi1", "ge-0/0/1", "10.20.0.7"),
    ]  # fmt: skip
    assert {link.other.address for link in devices.found(told, is_ours=lambda _address: False).links} == {""}
    assert (found.name, found.serial, found.manufacturer, found.kind) == ("sw-1", "FDO1234X", "Cisco", "network_device")
    assert [link.other.name for link in found.links] == ["sw-2", "router"]
    assert [nic.mac for nic in found.nics] == ["00:1b:21:00:00:01"]


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("snmp", "nmap"), ("nmap", "snmp")])
def test_a_host_without_hardware_address_is_one_item_whoever_finds_it_first(order):
    told = Told(Place("10.20.0.2"))
    told.columns = {"name": {(0,): b"ups-1"}, "descr": {(0,): b"Smart-UPS"}}
    (scanned,) = hosts.read(xml(host(ip="10.20.0.2").replace("00:1B:21:00:00:0A", "").replace("web-1.example.org", "")))
    found = {"snmp": devices.found(told), "nmap": scanned}
    matches = {by: life.take_found([found[by]], source=make.reporter(by, "network"), by=CLOCK)[0].match for by in order}
    assert Item.objects.filter(merged_into=None).count() == 1
    later = matches[order[1]]
    assert (later.why.kind, later.confidence, later.is_new) == ("address", 50, False)


def test_a_device_that_tells_no_hardware_address_has_the_one_that_this_machine_knows():
    told = Told(Place("10.20.0.2"))
    assert [nic.mac for nic in devices.found(told, {"10.20.0.2": "00:1b:21:00:00:09"}).nics] == ["00:1b:21:00:00:09"]
    assert devices.found(told, {"10.20.0.3": "00:1b:21:00:00:09"}).nics == ()


@pytest.mark.django_db
def test_values_of_another_kind_than_they_should_be_break_nothing():
    told = Told(Place("10.20.0.2"))
    odd = {(): 1, (0,): "1.2", (1, 2): b"\xff" * 70_000, (2,): 2**70}
    told.columns = dict.fromkeys(asking.COLUMNS, odd)
    assert devices.found(told).attributes["management_ip"] == "10.20.0.2"


def test_a_chain_ends_where_it_cannot_be_read_and_each_hangs_on_the_one_above():
    der = ssl.PEM_cert_to_DER_cert(trustme.CA().issue_cert("a.example.org").cert_chain_pems[0].bytes().decode())
    assert certificates.found((b"nonsense", der)) == []
    own, above = certificates.found((der, der, b"nonsense"))
    assert (own.attributes["names"], own.links[0].other, above.links) == (["a.example.org"], above, ())


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "community"), ({"version": "3"}, "user"), ({"version": "3", "user": "u"}, "auth_key"),
     ({"version": "3", "user": "u", "auth": "none"}, "auth")],
)  # fmt: skip
def test_what_a_version_of_snmp_needs_is_asked_for(given, field):
    with pytest.raises(Exception) as no:
        SnmpScan(**given).check()
    assert no.value.field == field
