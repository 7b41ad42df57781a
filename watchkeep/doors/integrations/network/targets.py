"""Where a look goes: ranges cut into pieces, names looked up, and everything checked against the open networks."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from watchkeep.doors.integrations.discovering.ports import CannotLook, Task
from watchkeep.estate.discovery import queries

PIECE = 256
"""How many addresses are looked at in one piece: after each the run says how far it is, and can be stopped."""
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Place:
    """An address that may be contacted, with the name and port by which it was named, if it was."""

    address: str
    name: str = ""
    port: int = 0


def pieces(task: Task) -> list[list[str]]:
    """What nmap is given, piece by piece: addresses and ranges of one family, never names. Raises CannotLook."""
    ranges = [found for target in task.targets for found in _ranges(task, target)]
    cut: list[list[str]] = []
    for version in (4, 6):
        same = [one for one in ranges if one.version == version]
        small: list[str] = []
        room = PIECE
        for one in ipaddress.collapse_addresses(same):  # type: ignore[type-var]
            for part in _parts(one):
                if part.num_addresses > room and small:
                    cut.append(small)
                    small, room = [], PIECE
                small.append(str(part))
                room -= part.num_addresses
        cut += [small] if small else []
    if not cut:
        raise CannotLook("Of its targets none lies within the networks that discovery may enter.")
    return cut


def places(task: Task, *, usual_port: int = 0) -> list[Place]:
    """Single addresses that were named, each with its port. A range counts as all of its addresses."""
    found: dict[Place, None] = {}
    for target in task.targets:
        host, port = _parted(target, usual_port)
        if (whole := _network(host)) is None:
            found |= dict.fromkeys(Place(address, host, port) for address in _looked_up(task, host))
        elif _may_enter(task, host):
            addresses = [whole.network_address] if whole.num_addresses == 1 else whole.hosts()
            found |= dict.fromkeys(Place(str(one), "", port) for one in addresses)
    if not found:
        raise CannotLook("Of its targets none lies within the networks that discovery may enter.")
    return list(found)


def _ranges(task: Task, target: str) -> Iterator[IpNetwork]:
    host, _port = _parted(target, 0)
    whole = _network(host)
    if whole is None:
        yield from (ipaddress.ip_network(address) for address in _looked_up(task, host))
    elif _may_enter(task, host):
        yield whole


def _may_enter(task: Task, host: str) -> bool:
    """Whether all of it lies within the open networks: they may be others than when the job was set up."""
    if queries.lies_within(task.allowed, host):
        return True
    task.note(f"{host} lies outside of the networks that discovery may enter: it was left out.")
    return False


def _looked_up(task: Task, name: str) -> list[str]:
    """The addresses of a name, as far as they may be contacted."""
    try:
        told = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        task.note(f"{name} cannot be looked up: it was left out.")
        return []
    addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in told))
    for address in addresses:
        if not task.may_reach(address):
            task.note(f"{name} is {address}, outside of the networks that discovery may enter: it was left out.")
    return [address for address in addresses if task.may_reach(address)]


def _parted(target: str, usual_port: int) -> tuple[str, int]:
    host, sign, port = target.rpartition(":")
    return (host, int(port)) if sign and port.isdecimal() and ":" not in host else (target, usual_port)


def _network(host: str) -> IpNetwork | None:
    try:
        return ipaddress.ip_network(host, strict=False)
    except ValueError:
        return None


def _parts(whole: IpNetwork) -> Iterator[IpNetwork]:
    bits = whole.max_prefixlen - PIECE.bit_length() + 1
    yield from whole.subnets(new_prefix=bits) if whole.prefixlen < bits else (whole,)
