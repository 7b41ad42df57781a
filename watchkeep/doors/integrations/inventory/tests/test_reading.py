"""What real agents sent, and what nobody should send."""

import gzip
import zlib
from pathlib import Path

import pytest

from watchkeep.doors.integrations.inventory import bodies, glpi, reading
from watchkeep.doors.integrations.inventory.bodies import Unreadable

PAYLOADS = Path(__file__).parent / "payloads"


def wire(name):
    return (PAYLOADS / name).read_bytes()


def found(body):
    return reading.found(glpi.read(bodies.unpacked(body)))


def xml(inside, before=""):
    head = f"<?xml version='1.0'?>{before}<REQUEST><DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY>"
    return f"{head}{inside}</REQUEST>".encode()


@pytest.mark.parametrize(
    ("payload", "name"), [("glpi-agent-inventory.z", "ams-web-01"), ("fusioninventory-inventory.z", "lon-app-02")]
)
def test_both_dialects_of_real_agents_come_to_the_same_words(payload, name):
    thing = found(wire(payload))
    assert (thing.name, thing.kind, thing.serial, len(thing.software)) == (name, "virtual_machine", "", 1332)
    assert thing.attributes["os"] == "Debian GNU/Linux 12 (bookworm)"
    assert (thing.attributes["memory"], thing.attributes["cores"]) == (24105 * 2**20, 2)
    assert "192.0.2.2" in thing.attributes["ips"]
    assert {nic.kind for nic in thing.nics if nic.name in ("lo", "ifb0")} == {"virtual"}
    zip_ = next(one for one in thing.software if one.name == "zip")
    assert (zip_.publisher, zip_.version, zip_.purl) == ("Debian", "3.0-13", "pkg:deb/debian/zip@3.0-13?arch=amd64")


@pytest.mark.parametrize("payload", ["glpi-agent-prolog.z", "fusioninventory-prolog.z"])
def test_a_prolog_is_a_contact(payload):
    message = glpi.read(bodies.unpacked(wire(payload)))
    assert (message.action, message.is_xml, message.device.endswith(("08-04-05", "08-05-10"))) == (
        "contact",
        True,
        True,
    )


def test_zlib_gzip_and_plain_are_the_same():
    plain = b'{"action":"contact","deviceid":"a"}'
    ways = [plain, b"\xef\xbb\xbf" + plain, zlib.compress(plain), gzip.compress(plain)]
    assert [bodies.unpacked(body) for body in ways] == [plain] * 4


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch):
    monkeypatch.setattr(bodies, "MOST_PLAIN", 2**20)
    bomb = zlib.compress(b"0" * 2**24)
    assert len(bomb) < 20_000
    with pytest.raises(Unreadable, match="larger than 1 MiB"):
        bodies.unpacked(bomb)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (zlib.compress(b"{}" * 9000)[:-20], "ends too early"),
        (b"x\x9cnothing", "damaged"),
        (b"\x89PNG", "neither XML nor JSON"),
        (b"", "no JSON"),
        (b"[1]", "neither"),
        (b'{"deviceid":', "no JSON"),
        (b'{"action":"inventory","content":{"bios":{}}}', "which agent"),
        (b'{"deviceid":"a","action":"inventory"}', "without content"),
        (b'{"deviceid":"a","content":"all of it"}', "no object"),
        (b'{"deviceid":"a\x00"}', "NUL"),
        (b"{" + b'"a":{' * 4000, "no JSON"),
        (b"<REQUEST><DEVICEID>a</DEVICEID>", "no XML"),
        (b"<html/>", "no request"),
        (xml("", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "entities"),
        (xml("<CONTENT><BIOS><SSN>&undeclared;</SSN></BIOS></CONTENT>"), "no XML"),
        (xml("<A>" * 20 + "</A>" * 20), "too deep"),
        (xml("<A>" * 300 + "</A>" * 300), "no XML"),
    ],
)
def test_what_cannot_be_read_says_why(body, why):
    with pytest.raises(Unreadable, match=why):
        found(body)


def test_wrong_types_and_hostile_words_hurt_nobody():
    thing = found(
        b'{"deviceid":"a","action":"inventory","content":{"bios":[{"ssn":["x"]},3],"hardware":{"name":{"a":1},"memory":-5},'
        b'"operatingsystem":"Linux","networks":{"mac":"no","ipaddress":"999.1.1.1"},"cpus":[{"core":"many"}],'
        b'"softwares":[{"name":"<script>\\u202e","version":7},{"version":"1"},null,{"name":true}]}}'
    )
    assert (thing.serial, thing.name, thing.attributes.get("memory"), thing.attributes["cores"]) == ("", "a", None, 1)
    assert [(one.name, one.version) for one in thing.software] == [("<script>", "7")]


def test_the_meaning_of_a_body_does_not_change_with_the_time_of_day():
    for payload in ("glpi-agent-inventory.z", "fusioninventory-inventory.z"):
        plain = bodies.unpacked(wire(payload))
        later = plain.replace(b"2026-11-23 08:05:1", b"2026-11-24 09:06:2").replace(b"5558", b"5222")
        assert later != plain
        assert bodies.meaning(later) == bodies.meaning(plain)
        assert bodies.meaning(plain.replace(b"3.0-13", b"3.0-14")) != bodies.meaning(plain)


def test_an_inventory_of_a_part_says_so():
    message = glpi.read(b'{"deviceid":"a","action":"inventory","partial":true,"content":{"bios":{"ssn":"X"}}}')
    assert (message.is_partial, reading.found(message).software) == (True, None)
