"""From what a device told by SNMP to what was found: the device, its interfaces, and what it connects to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from watchkeep.doors.integrations.network.asking import Column, Oid, Told
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Link, Nic

CHASSIS, STACK = 3, 11
BY_MAC, ETHERNET, LOOPBACK = 4, 6, 24
MOST_NICS, MOST_NEIGHBOURS = 1000, 1000
_SWITCHES = 0b110
"""The bits of sysServices that say bridge and router (RFC 3418)."""
_MAKERS = {
    9: "Cisco", 11: "HP", 171: "D-Link", 311: "Microsoft", 318: "APC", 674: "Dell", 1916: "Extreme Networks",
    2011: "Huawei", 2636: "Juniper", 4526: "Netgear", 6527: "Nokia", 11863: "TP-Link", 12356: "Fortinet",
    14988: "MikroTik", 25461: "Palo Alto Networks", 25506: "H3C", 30065: "Arista", 41112: "Ubiquiti",
}  # fmt: skip
"""Makers by their enterprise numbers (IANA), for devices without ENTITY-MIB."""
_PRINTER = re.compile(r"printer|laserjet|officejet|jetdirect|bizhub|imagerunner|kyocera|brother nc", re.IGNORECASE)


def found(told: Told, known: Mapping[str, str] | None = None) -> Found:
    """The device. Its links are all that it connects to: neighbours that it names, and things at its edges.

    ``known``: hardware addresses by address that this machine has learned, for a device that tells none.
    """
    name, _, domain = text(told, "name").rstrip(".").partition(".")
    serial, maker, model, software = _chassis(told)
    nics = tuple(_nics(told)) or _learned((known or {}).get(told.place.address, ""))
    values = {
        "hostname": name, "domain": domain, "description": text(told, "descr"), "firmware": software,
        "os": text(told, "descr")[:200], "management_ip": told.place.address, "macs": sorted({one.mac for one in nics}),
        "ips": _addresses(told), "ports": sum(one == ETHERNET for one in told.columns.get("if_type", {}).values()),
    }  # fmt: skip
    return Found(
        key=serial or text(told, "name").lower() or told.place.address,
        kind=_kind(told),
        name=name or told.place.name or told.place.address,
        domain=domain,
        serial=serial,
        manufacturer=maker,
        model=model,
        address=told.place.address,
        nics=nics,
        attributes={name: value for name, value in values.items() if value},
        links=tuple(_links(told, {one.mac for one in nics})),
        outward=("connects_to",),
    )


def text(told: Told, column: str, row: Oid = (0,)) -> str:
    """A value as a line of text."""
    return _line(told.columns.get(column, {}).get(row))


def edges(told: Told) -> dict[str, str]:
    """What hangs alone at a port of a bridge: hardware addresses, with their IP address where ARP knows it."""
    ports = told.columns.get("bridge_port", {})
    crowded = Counter(ports.values())
    known = {_mac(mac): ".".join(map(str, row[-4:])) for row, mac in told.columns.get("arp", {}).items()}
    alone = (":".join(f"{byte & 255:02x}" for byte in row) for row, port in ports.items()
             if crowded[port] == 1 and len(row) == 6)  # fmt: skip
    return {mac: known.get(mac, "") for mac in alone}


def _chassis(told: Told) -> tuple[str, str, str, str]:
    """Serial number, maker, model and software of the chassis: the first part that is one."""
    classes: Column = told.columns.get("part_class", {})
    parts = sorted((row for row, kind in classes.items() if kind in (CHASSIS, STACK)), key=lambda row: (len(row), row))
    row = next((one for one in parts if text(told, "part_serial", one)), parts[0] if parts else ())
    serial, maker, model, software = (
        text(told, f"part_{one}", row) for one in ("serial", "maker", "model", "software")
    )
    parts_of_kind = text(told, "object").split(".")
    number = int(parts_of_kind[6]) if len(parts_of_kind) > 6 and parts_of_kind[6].isdecimal() else 0
    return serial, maker or _MAKERS.get(number, ""), model, software


def _kind(told: Told) -> str:
    if _PRINTER.search(text(told, "descr")):
        return "printer"
    services = told.columns.get("services", {}).get((0,))
    neighbours = told.columns.get("bridge_port") or told.columns.get("lldp_chassis") or told.columns.get("cdp_name")
    is_switch = isinstance(services, int) and services & _SWITCHES and not services & 0b1000000
    return "network_device" if is_switch or neighbours else "computer"


def _nics(told: Told) -> Iterator[Nic]:
    seen = set()
    for row, raw in list(told.columns.get("if_mac", {}).items())[:MOST_NICS]:
        mac, name = _mac(raw), text(told, "if_descr", row)
        if mac and mac not in seen and told.columns.get("if_type", {}).get(row) != LOOPBACK:
            seen.add(mac)
            yield Nic(name=name, mac=mac, kind=queries.kind_of_nic(name, mac))


def _learned(mac: str) -> tuple[Nic, ...]:
    return (Nic(mac=mac, kind=queries.kind_of_nic("", mac)),) if mac else ()


def _addresses(told: Told) -> list[str]:
    own = [".".join(map(str, row)) for row in told.columns.get("addresses", {}) if len(row) == 4]
    return [told.place.address, *(one for one in own[:200] if not one.startswith("127.") and one != told.place.address)]


def _links(told: Told, own: Collection[str]) -> Iterator[Link]:
    named = list(_neighbours(told))[:MOST_NEIGHBOURS]
    yield from (Link(relation="connects_to", other=one) for one in named)
    spoken_for = {nic.mac for one in named for nic in one.nics} | set(own)
    alone = {mac: ip for mac, ip in edges(told).items() if mac not in spoken_for}
    for mac in sorted(queries.known_macs(alone))[:MOST_NEIGHBOURS]:
        nic = Nic(mac=mac, kind=queries.kind_of_nic("", mac), addresses=(alone[mac],) if alone[mac] else ())
        yield Link(relation="connects_to", other=Found(key=mac, name=alone[mac] or mac, nics=(nic,), is_partial=True))


def _neighbours(told: Told) -> Iterator[Found]:
    """What LLDP and CDP name, each once: with its name, and its hardware address where that is its chassis."""
    for row, raw in told.columns.get("lldp_chassis", {}).items():
        is_mac = told.columns.get("lldp_kind", {}).get(row) == BY_MAC
        mac = _mac(raw) if is_mac else ""
        yield from _neighbour(text(told, "lldp_name", row), mac, text(told, "lldp_descr", row))
    known = {text(told, "lldp_name", row).partition(".")[0].lower() for row in told.columns.get("lldp_chassis", {})}
    for row, raw in told.columns.get("cdp_name", {}).items():
        name = _line(raw).partition("(")[0]
        if name.partition(".")[0].lower() not in known:
            yield from _neighbour(name, "", text(told, "cdp_platform", row))


def _neighbour(fqdn: str, mac: str, about: str) -> Iterator[Found]:
    name, _, domain = fqdn.strip().rstrip(".").partition(".")
    if not name and not mac:
        return
    nics = (Nic(mac=mac, kind=queries.kind_of_nic("", mac)),) if mac else ()
    told = {"hostname": name, "description": about, "macs": [mac] if mac else []}
    yield Found(
        key=mac or fqdn.lower(), kind="network_device", name=name or mac, domain=domain, nics=nics, is_partial=True,
        attributes={name: value for name, value in told.items() if value},
    )  # fmt: skip


def _mac(raw: Any) -> str:
    return ":".join(f"{byte:02x}" for byte in raw) if isinstance(raw, bytes) and len(raw) == 6 and any(raw) else ""


def _line(raw: Any) -> str:
    plain = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else "" if raw is None else str(raw)
    return " ".join("".join(one if one.isprintable() else " " for one in plain[:1000]).split())
