"""What a device connects to, and by which ports: neighbours that it names, and things that hang alone at its edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec

from watchkeep.doors.integrations.network.asking import Oid, Told
from watchkeep.doors.integrations.network.values import address_of, line, mac_of, text
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Link, Nic

MOST_NEIGHBOURS = 1000
CHASSIS_BY_MAC, PORT_BY_MAC, PORT_BY_NUMBER = 4, 3, 7
"""Kinds of identifiers of LLDP (IEEE 802.1AB): a hardware address; a number that says nothing to people."""


def links(told: Told, own: Collection[str], is_ours: Callable[[str], bool]) -> Iterator[Link]:
    """All that a device with these hardware addresses connects to.

    ``is_ours``: whether an address lies where discovery may go. Elsewhere it may be what its maker gave each of them.
    """
    named = list(_told_apart(list(_neighbours(told))[:MOST_NEIGHBOURS], is_ours))
    yield from named
    spoken_for = {nic.mac for one in named for nic in one.other.nics} | set(own)
    alone = {mac: at for mac, at in edges(told).items() if mac not in spoken_for}
    for mac in sorted(queries.known_macs(alone))[:MOST_NEIGHBOURS]:
        address, port = alone[mac]
        nic = Nic(mac=mac, kind=queries.kind_of_nic("", mac), addresses=(address,) if address else ())
        other = Found(key=mac, name=address or mac, nics=(nic,), is_partial=True)
        yield Link(relation="connects_to", other=other, port=_interface(told, port))


def edges(told: Told) -> dict[str, tuple[str, Oid]]:
    """What hangs alone at a port of a bridge: hardware addresses, with their IP address if ARP knows it, and where."""
    ports = told.columns.get("bridge_port", {})
    crowded = Counter(ports.values())
    known = {mac_of(mac): ".".join(map(str, row[-4:])) for row, mac in told.columns.get("arp", {}).items()}
    alone = {":".join(f"{byte & 255:02x}" for byte in row): port for row, port in ports.items()
             if crowded[port] == 1 and len(row) == 6}  # fmt: skip
    interfaces = told.columns.get("bridge_if", {})
    return {mac: (known.get(mac, ""), _row(interfaces.get(_row(port)))) for mac, port in alone.items()}


def _neighbours(told: Told) -> Iterator[Link]:
    """What LLDP and CDP name: its name, its hardware address where that is its chassis, and where it is managed."""
    addresses = {row[:3]: address_of(row[5:]) for row in sorted(told.columns.get("lldp_address", {}), reverse=True)}
    for row, raw in told.columns.get("lldp_chassis", {}).items():
        is_mac = told.columns.get("lldp_kind", {}).get(row) == CHASSIS_BY_MAC
        own = _port(told, "own", row[1:2]) or _interface(told, row[1:2])
        other = _neighbour(
            text(told, "lldp_name", row), mac_of(raw) if is_mac else "", text(told, "lldp_descr", row),
            addresses.get(row, ""),
        )  # fmt: skip
        yield from _plugged(other, own, _port(told, "port", row))
    known = {text(told, "lldp_name", row).partition(".")[0].lower() for row in told.columns.get("lldp_chassis", {})}
    for row, raw in told.columns.get("cdp_name", {}).items():
        name = line(raw).partition("(")[0]
        if name.partition(".")[0].lower() not in known:
            address = address_of(told.columns.get("cdp_address", {}).get(row))
            other = _neighbour(name, "", text(told, "cdp_platform", row), address)
            yield from _plugged(other, _interface(told, row[:1]), text(told, "cdp_port", row))


def _told_apart(named: Sequence[Link], is_ours: Callable[[str], bool]) -> Iterator[Link]:
    """Neighbours, of which an address counts that is ours and that no two of them bear."""
    bearers = Counter(address for address, _key in {(one.other.address, one.other.key) for one in named})
    for one in named:
        address = one.other.address
        is_good = bool(address) and bearers[address] == 1 and is_ours(address)
        plain = one.other if is_good else msgspec.structs.replace(one.other, address="")
        yield msgspec.structs.replace(one, other=plain)


def _plugged(other: Found | None, port: str, other_port: str) -> Iterator[Link]:
    if other:
        yield Link(relation="connects_to", other=other, port=port[:120], other_port=other_port[:120])


def _neighbour(fqdn: str, mac: str, about: str, address: str) -> Found | None:
    name, _, domain = fqdn.strip().rstrip(".").partition(".")
    if not name and not mac:
        return None
    nics = (Nic(mac=mac, kind=queries.kind_of_nic("", mac)),) if mac else ()
    told = {"hostname": name, "description": about, "macs": [mac] if mac else []}
    return Found(
        key=mac or fqdn.lower(), kind="network_device", name=name or mac, domain=domain, nics=nics, address=address,
        is_partial=True, attributes={name: value for name, value in told.items() if value},
    )  # fmt: skip


def _port(told: Told, whose: str, row: Oid) -> str:
    """A port as LLDP names it: by its description where its identifier is one that people do not read."""
    kind, raw = told.columns.get(f"{whose}_kind", {}).get(row), told.columns.get(f"{whose}_port", {}).get(row)
    about = text(told, f"{whose}_descr", row)
    return about or mac_of(raw) or line(raw) if kind in (PORT_BY_MAC, PORT_BY_NUMBER) else line(raw) or about


def _interface(told: Told, row: Oid) -> str:
    return text(told, "if_name", row) or text(told, "if_descr", row)


def _row(number: object) -> Oid:
    return (number,) if isinstance(number, int) else ()
