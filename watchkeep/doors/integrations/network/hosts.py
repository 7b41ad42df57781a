"""From nmap's XML to what was found. A host outside of the open networks is not taken in, whoever says it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Answer, Found, Nic

SURE = 90
"""From how many percent on nmap's word for a system counts."""
MOST_SERVICES = 200
TLS_PORTS = frozenset({443, 465, 636, 853, 989, 990, 993, 995, 5061, 5986, 6443, 8443, 9443, 10250})
"""Where TLS speaks from the first byte, usually."""
_KINDS = {
    "router": "network_device", "switch": "network_device", "WAP": "network_device", "firewall": "network_device",
    "broadband router": "network_device", "load balancer": "network_device", "bridge": "network_device",
    "hub": "network_device", "printer": "printer", "print server": "printer", "phone": "phone", "VoIP phone": "phone",
    "storage-misc": "storage", "power-device": "peripheral", "webcam": "peripheral",
}  # fmt: skip
"""Which class a host is of, by what nmap calls the type of its system; every other is a computer."""
_VIRTUAL = ("00:50:56", "00:0c:29", "00:05:69", "52:54:00", "08:00:27", "00:15:5d", "00:16:3e")
"""How hardware addresses of machines begin that a hypervisor made up."""


class BadOutput(Exception):  # noqa: N818  # like Refused: the field's word
    """nmap's XML cannot be read, and this is why."""


def read(xml: bytes, neighbours: Mapping[str, str] | None = None) -> list[Found]:
    """The hosts that answered. ``neighbours``: hardware addresses that this machine knows. Raises BadOutput."""
    known = neighbours or {}
    return [_found(host, known) for host in _root(xml).iterfind("host") if _is_up(host)]


def addresses_of(found: Found) -> list[str]:
    """Where it answered."""
    return [address for nic in found.nics for address in nic.addresses]


def tls_ports(xml: bytes) -> dict[str, list[int]]:
    """The open ports of each address at which TLS is spoken, as nmap says, or as is usual."""
    return {
        _address(host): [int(one.get("portid")) for one in _open(host) if _speaks_tls(one)]
        for host in _root(xml).iterfind("host") if _is_up(host)
    }  # fmt: skip


def neighbours() -> dict[str, str]:
    """Hardware addresses by IPv4 address that this machine has learned (Linux: the ARP table of the kernel)."""
    try:
        lines = Path("/proc/net/arp").read_text(encoding="ascii").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return {}
    rows = [line.split() for line in lines]
    return {row[0]: row[3] for row in rows if len(row) > 3 and row[3] != "00:00:00:00:00:00" and row[2] != "0x0"}


def _root(xml: bytes) -> Any:
    """The root of a document that declares no entities: nmap itself never does."""
    if b"<!ENTITY" in xml:
        raise BadOutput("nmap's output declares entities, which is refused.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadOutput(f"nmap's output cannot be read: {str(error)[:120]}") from error
    if root.tag != "nmaprun":
        raise BadOutput("That is not what nmap writes.")
    return root


def _is_up(host: Any) -> bool:
    status = host.find("status")
    return status is not None and status.get("state") == "up" and bool(_address(host))


def _address(host: Any) -> str:
    return next((one.get("addr", "") for one in host.iterfind("address") if one.get("addrtype") != "mac"), "")


def _found(host: Any, neighbours: Mapping[str, str]) -> Found:
    address = _address(host)
    hardware = next((one for one in host.iterfind("address") if one.get("addrtype") == "mac"), None)
    mac = (hardware.get("addr", "") if hardware is not None else neighbours.get(address, "")).lower()
    dns = next((one.get("name", "") for one in host.iterfind("hostnames/hostname") if one.get("type") == "PTR"), "")
    name, _, domain = dns.rstrip(".").partition(".")
    nic = Nic(mac=mac, addresses=(address,), kind=queries.kind_of_nic("", mac))
    system, kind = _system(host)
    told = {
        "hostname": name, "domain": domain, "os": system, "ips": [address], "macs": [mac] if mac else [],
        "services": [*_services(host)][:MOST_SERVICES],
    }  # fmt: skip
    return Found(
        key=mac or dns.lower() or address,
        kind="virtual_machine" if kind == "computer" and mac.startswith(_VIRTUAL) else kind,
        name=name or address,
        domain=domain,
        address="" if queries.tells_apart(nic) else address,
        nics=(nic,),
        answers=None if host.find("ports") is None else tuple(_answers(host)),
        attributes={name: value for name, value in told.items() if value},
    )


def _system(host: Any) -> tuple[str, str]:
    """The name of the system, as far as nmap is sure of it, and the class that its type means."""
    best = host.find("os/osmatch")
    if best is None or int(best.get("accuracy") or 0) < SURE:
        return "", "computer"
    kinds = [one.get("type", "") for one in best.iterfind("osclass")]
    return best.get("name", "")[:200], next((_KINDS[kind] for kind in kinds if kind in _KINDS), "computer")


def _open(host: Any) -> Iterator[Any]:
    for port in host.iterfind("ports/port"):
        state = port.find("state")
        if state is not None and state.get("state") == "open" and (port.get("portid") or "").isdecimal():
            yield port


def _speaks_tls(port: Any) -> bool:
    service = port.find("service")
    tunnel = service.get("tunnel", "") if service is not None else ""
    return port.get("protocol") == "tcp" and (tunnel == "ssl" or int(port.get("portid")) in TLS_PORTS)


def _answers(host: Any) -> Iterator[Answer]:
    """What answers at open ports, as rows."""
    for port in list(_open(host))[:MOST_SERVICES]:
        service = port.find("service")
        told = {
            name: " ".join(service.get(name, "").split()) if service is not None else ""
            for name in ("name", "product", "version")
        }
        is_tls = service is not None and service.get("tunnel") == "ssl"
        yield Answer(port=int(port.get("portid")), protocol=port.get("protocol", "tcp")[:5], is_tls=is_tls, **told)


def _services(host: Any) -> Iterator[str]:
    """Open ports in words, such as ``22/tcp ssh OpenSSH 9.2p1``."""
    for port in _open(host):
        service = port.find("service")
        said = [service.get(one, "") for one in ("name", "product", "version")] if service is not None else []
        where = f"{port.get('portid')}/{port.get('protocol')}"
        yield " ".join(" ".join([where, *(one for one in said if one)]).split())[:200]
