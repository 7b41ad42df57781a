"""A night in a small office: four hosts in namespaces, one of them outside of what may be entered."""

import shutil
import sys

import pytest
import trustme

from testing import make, namespaces
from testing.namespaces import Host
from watchkeep.doors.integrations.discovering import running
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import OpenNetwork, OpenPort, Run
from watchkeep.kernel.actors import CLOCK

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("nmap"), reason="nmap is missing"),
    pytest.mark.skipif(not shutil.which("snmpd", path="/usr/sbin:/usr/bin"), reason="snmpd is missing"),
    pytest.mark.skipif(not namespaces.can(), reason="network namespaces take root on Linux"),
]
SERVE = """
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])
listener = socket.create_server(("", 443))
while True:
    line, _ = listener.accept()
    line.settimeout(3)
    try:
        spoken = context.wrap_socket(line, server_side=True)
        spoken.recv(100)
        spoken.close()
    except OSError:
        line.close()
"""
GREET = """
import socket
listener = socket.create_server(("", 22))
while True:
    line, _ = listener.accept()
    line.sendall(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n")
    line.close()
"""
NEIGHBOUR = "00:1b:21:77:00:99"
TABLES = namespaces.commands([
    ("1.3.6.1.2.1.47.1.1.1.1.5.1", "integer", "3"),
    ("1.3.6.1.2.1.47.1.1.1.1.11.1", "octet_str", "SW-SERIAL-0001"),
    ("1.3.6.1.2.1.47.1.1.1.1.12.1", "octet_str", "Cisco"),
    ("1.3.6.1.2.1.47.1.1.1.1.13.1", "octet_str", "C9200L-24T"),
    ("1.0.8802.1.1.2.1.4.1.1.4.0.1.1", "integer", "4"),
    ("1.0.8802.1.1.2.1.4.1.1.5.0.1.1", "octet_str", f"0x{NEIGHBOUR.replace(':', '')}"),
    ("1.0.8802.1.1.2.1.4.1.1.9.0.1.1", "octet_str", "core-1.nordwind.example"),
])  # fmt: skip


@pytest.fixture(scope="module")
def office():
    scanner, web, switch, stranger = (
        Host("scan", "10.77.0.30", "00:1b:21:77:00:30"),
        Host("web", "10.77.0.1", "00:1b:21:77:00:01"),
        Host("switch", "10.77.0.2", "00:1b:21:77:00:02"),
        Host("stranger", "10.77.0.200", "00:1b:21:77:00:c8"),
    )
    authority = trustme.CA()
    shop = authority.issue_cert("shop.nordwind.example").private_key_and_cert_chain_pem
    with (
        namespaces.network(scanner, web, switch, stranger),
        namespaces.snmpd(switch, *TABLES),
        shop.tempfile() as keys,
    ):
        web.start(sys.executable, "-c", SERVE, keys)
        for host in (web, stranger):
            host.start(sys.executable, "-c", GREET)
        yield scanner, web, switch, stranger


def look(job, at: Host) -> Run:
    life.ask_run(job, by=CLOCK)
    run = life.take_run()
    with namespaces.standing_at(at):
        running.carry_out(run, running.task_of(run))
    run.refresh_from_db()
    return run


def relations() -> set[tuple[str, str, str]]:
    return {(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()}


def test_a_night_finds_what_is_there_and_the_same_again_changes_nothing(office):
    scanner, _web, _switch, stranger = office
    make.open_network("10.77.0.200/32")
    job = make.scan_job(
        "Office", targets=("10.77.0.0/27", "10.77.0.200"), rate=1000,
        given={"ports": "22,443", "systems": False, "names": False},
    )  # fmt: skip
    OpenNetwork.objects.filter(network="10.77.0.200/32").delete()  # nobody may go there any more
    before = stranger.packets()
    first = look(job, scanner)
    assert (first.state, first.why) == ("done", "")
    assert any("10.77.0.200 lies outside" in words for _at, words in first.log)
    known = {item.values.get("ips", [""])[0]: item for item in Item.objects.exclude(cls__slug="certificate")}
    assert {"10.77.0.1", "10.77.0.2"} <= known.keys()
    assert "10.77.0.200" not in known
    assert known["10.77.0.1"].values["macs"] == ["00:1b:21:77:00:01"]
    assert any("OpenSSH 9.2p1" in one for one in known["10.77.0.1"].values["services"])
    ports = {(row.port, row.product, row.version) for row in OpenPort.objects.open().filter(item=known["10.77.0.1"])}
    assert (22, "OpenSSH", "9.2p1 Debian 2") in ports
    certificate = Item.objects.get(cls__slug="certificate")
    assert certificate.values["names"] == ["shop.nordwind.example"]
    assert relations() == {(certificate.name, "protects", "10.77.0.1")}

    devices = make.scan_job(
        "Devices", kind="snmp", targets=("10.77.0.0/29",), given={"community": "secret-word"}, rate=500
    )
    told = look(devices, scanner)
    assert (told.state, told.new) == ("done", 0), told.log  # nmap had found it; by its hardware address it is the same
    switch = Item.objects.get(serial="SW-SERIAL-0001", merged_into=None)
    assert (switch.name, switch.manufacturer, switch.model) == ("switch", "Cisco", "C9200L-24T")
    assert ("switch", "connects_to", "core-1") in relations()

    count, facts = Item.objects.count(), relations()
    for again in (look(job, scanner), look(devices, scanner)):
        assert (again.state, again.new, again.changed, again.refused) == ("done", 0, 0, 0)
        assert again.unchanged > 0
    assert (Item.objects.count(), relations()) == (count, facts)
    assert stranger.packets() == before  # not one packet


def test_devices_are_asked_by_version_3_with_the_right_key_alone(office):
    scanner, *_others = office
    keys = {"version": "3", "user": "keeper", "auth": "sha256", "auth_key": "the-key-to-sign", "privacy": "aes"}
    right = make.scan_job("Right", kind="snmp", targets=("10.77.0.2",), given=keys | {"privacy_key": "the-key-to-hide"})
    assert look(right, scanner).new >= 1
    wrong = make.scan_job(
        "Wrong", kind="snmp", targets=("10.77.0.2",), given=keys | {"privacy_key": "another-key-it-is"}
    )
    run = look(wrong, scanner)
    assert (run.new, run.changed, run.unchanged) == (0, 0, 0)


def test_certificates_are_asked_for_at_a_named_port(office):
    scanner, *_others = office
    job = make.scan_job("Shop", kind="certificates", targets=("10.77.0.1:443", "10.77.0.2:9"), given={})
    run = look(job, scanner)
    assert (run.state, run.new, len(run.log)) == ("done", 1, 1)
    assert "10.77.0.2:9 shows no certificate" in run.log[0][1]


def test_a_scan_is_stopped_and_its_program_with_it(office):
    scanner, *_others = office
    job = make.scan_job("Slow", targets=("10.77.0.0/24",), rate=1, given={"ports": "1-1000"})
    life.ask_run(job, by=CLOCK)
    run = life.take_run()
    task = running.task_of(run)
    task.unwanted.set()
    with namespaces.standing_at(scanner):
        running.carry_out(run, task)
    run.refresh_from_db()
    assert (run.state, run.why) == ("stopped", "It was stopped.")
