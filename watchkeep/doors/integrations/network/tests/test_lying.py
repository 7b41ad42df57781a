"""Devices that lie, over real packets: what they told before counts, the run goes on, and what was odd is said."""

import contextlib
import shutil
import socket
import subprocess
import threading
import time

import pytest
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto.api import v2c

from watchkeep.doors.integrations.network import asking, devices
from watchkeep.doors.integrations.network.targets import Place
from watchkeep.doors.integrations.network.values import text
from watchkeep.estate.discovery.queries import SnmpScan

NAME = (1, 3, 6, 1, 2, 1, 1, 5, 0)
KEYS = {"version": "3", "user": "watch", "auth_key": "right-key-1", "privacy_key": "right-key-2"}
SNMPD = shutil.which("snmpd", path="/usr/sbin:/usr/bin")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(asking, "REPEATS", 0)


@contextlib.contextmanager
def device(answer):
    """A device at a port of loopback; ``answer`` is given the name asked for, and gives rows, bytes, or nothing."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(line, answer), daemon=True)
    thread.start()
    try:
        yield Place("127.0.0.1", port=line.getsockname()[1])
    finally:
        line.sendto(b"", line.getsockname())
        thread.join(5)
        line.close()


def _serve(line, answer):
    while True:
        packet, sender = line.recvfrom(65_535)
        if not packet:
            return
        message, _rest = decoder.decode(packet, asn1Spec=v2c.Message())
        asked = v2c.apiMessage.get_pdu(message)
        rows = answer(tuple(v2c.apiBulkPDU.get_varbinds(asked)[0][0]), str(v2c.apiMessage.get_community(message)))
        if isinstance(rows, bytes):
            line.sendto(rows, sender)
        elif rows is not None:
            said = v2c.apiPDU.get_response(asked)
            v2c.apiPDU.set_varbinds(said, rows)
            v2c.apiMessage.set_pdu(message, said)
            line.sendto(encoder.encode(message), sender)


def ask(place, seconds=20.0, **settings):
    given = SnmpScan(**(settings or {"community": "word"}))
    (told,) = asking.ask([place], given, rate=10_000, seconds=seconds)
    return told


def name_first(then):
    """Its name is told as it should be; after that it does as it likes."""

    def answer(at, _community):
        if at[:9] < NAME[:8]:
            return [(NAME, v2c.OctetString("sw-1"))]
        return [(NAME, v2c.OctetString("sw-1"))] if at == NAME[:8] else then(at)

    return answer


def test_a_device_that_falls_silent_is_left_and_what_it_told_counts():
    with device(name_first(lambda _at: None)) as place:
        told = ask(place)
    assert text(told, "name") == "sw-1"
    assert any("stopped answering" in note for note in told.notes)


def test_with_another_community_there_is_nobody():
    with device(lambda _at, community: [(NAME, v2c.OctetString("sw-1"))] if community == "word" else None) as place:
        assert not ask(place).is_silent
        told = ask(place, community="other-word")
    assert (told.is_silent, told.notes) == (True, [])


def test_a_walk_without_end_ends(monkeypatch):
    monkeypatch.setattr(asking, "MOST_ROWS", 60)
    grow = name_first(lambda at: [((*at[:-1], at[-1] + n), v2c.Integer32(n)) for n in range(1, 26)])
    with device(grow) as place:
        told = ask(place)
    assert any("more than 60 rows" in note for note in told.notes)
    assert max(len(column) for column in told.columns.values()) <= 85


def test_a_device_that_drips_its_answers_is_left_after_so_long():
    def drip(at):
        time.sleep(0.1)
        return [((*at, 1), v2c.Integer32(1))]

    began = time.monotonic()
    with device(name_first(drip)) as place:
        told = ask(place, seconds=1.5)
    assert time.monotonic() - began < 8
    assert (text(told, "name"), any("took longer" in note for note in told.notes)) == ("sw-1", True)


@pytest.mark.parametrize("junk", [b"\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30" * 3000, b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_is_no_answer_is_none(junk):
    with device(lambda _at, _community: junk) as place:
        assert ask(place).is_silent


@pytest.mark.django_db
def test_values_of_every_kind_where_others_belong_break_nothing():
    odd = [v2c.IpAddress("10.0.0.1"), v2c.Counter64(2**63), v2c.Opaque(b"\xff\x00"), v2c.ObjectIdentifier("1.3.6"),
           v2c.Integer32(-5), v2c.OctetString(b"\xff" * 600), v2c.TimeTicks(1)]  # fmt: skip

    def answer(at, _community):
        return [((*at[:11], at[-1] + 1), odd[sum(at) % len(odd)])] if len(at) < 13 and at[-1] < 8 else None

    with device(answer) as place:
        found = devices.found(ask(place))
    assert found.attributes["management_ip"] == "127.0.0.1"


@pytest.fixture(scope="module")
def agent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snmpd")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    (folder / "snmpd.conf").write_text(
        "createUser watch SHA-256 right-key-1 AES right-key-2\nrouser watch priv\nsysName sw-3\n"
    )
    process = subprocess.Popen(
        [SNMPD, "-f", "-Ln", "-C", "-c", folder / "snmpd.conf", "-p", folder / "pid", f"udp:127.0.0.1:{port}"],
        env={"SNMP_PERSISTENT_DIR": str(folder), "SNMPCONFPATH": str(folder), "PATH": "/usr/sbin:/usr/bin"},
    )
    yield Place("127.0.0.1", port=port)
    process.kill()
    process.wait()


@pytest.mark.slow
@pytest.mark.skipif(not SNMPD, reason="snmpd is missing")
def test_a_real_agent_answers_to_the_right_keys_and_says_no_to_others(agent):
    ends_at = time.monotonic() + 15
    while (told := ask(agent, **KEYS)).is_silent and time.monotonic() < ends_at:
        time.sleep(0.2)
    assert text(told, "name") == "sw-3"
    for wrong, words in (
        ({"auth_key": "wrong-key-1"}, "digest"), ({"user": "nobody"}, "Unknown USM user"),
        ({"privacy_key": "wrong-key-2"}, ""),  # of which an agent says nothing
    ):  # fmt: skip
        told = ask(agent, **KEYS | wrong)
        assert (told.is_silent, words in " ".join(told.notes)) == (True, True), wrong
