"""From what a device told by SNMP to what was found: the device, its interfaces, and what it connects to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from watchkeep.doors.integrations.network import cables
from watchkeep.doors.integrations.network.asking import Column, Told
from watchkeep.doors.integrations.network.values import mac_of, text
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Nic

CHASSIS, STACK = 3, 11
ETHERNET, LOOPBACK = 6, 24
MOST_NICS = 1000
_SWITCHES = 0b110
"""The bits of sysServices that say bridge and router (RFC 3418)."""
_MAKERS = {
    9: "Cisco", 11: "HP", 171: "D-Link", 311: "Microsoft", 318: "APC", 674: "Dell", 1916: "Extreme Networks",
    2011: "Huawei", 2636: "Juniper", 4526: "Netgear", 6527: "Nokia", 11863: "TP-Link", 12356: "Fortinet",
    14988: "MikroTik", 25461: "Palo Alto Networks", 25506: "H3C", 30065: "Arista", 41112: "Ubiquiti",
}  # fmt: skip
"""Makers by their enterprise numbers (IANA), for devices without ENTITY-MIB."""
_PRINTER = re.compile(r"printer|laserjet|officejet|jetdirect|bizhub|imagerunner|kyocera|brother nc", re.IGNORECASE)


def found(told: Told, known: Mapping[str, str] | None = None, is_ours: Callable[[str], bool] = bool) -> Found:
    """The device. Its links are all that it connects to: neighbours that it names, and things at its edges.

    ``known``: hardware addresses by address that this machine has learned, for a device that tells none. ``is_ours``:
    whether an address lies within the networks that are open.
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
        links=tuple(cables.links(told, {one.mac for one in nics}, is_ours)),
        outward=("connects_to",),
    )


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
        mac, name = mac_of(raw), text(told, "if_descr", row)
        if mac and mac not in seen and told.columns.get("if_type", {}).get(row) != LOOPBACK:
            seen.add(mac)
            yield Nic(name=name, mac=mac, kind=queries.kind_of_nic(name, mac))


def _learned(mac: str) -> tuple[Nic, ...]:
    return (Nic(mac=mac, kind=queries.kind_of_nic("", mac)),) if mac else ()


def _addresses(told: Told) -> list[str]:
    own = [".".join(map(str, row)) for row in told.columns.get("addresses", {}) if len(row) == 4]
    return [told.place.address, *(one for one in own[:200] if not one.startswith("127.") and one != told.place.address)]
