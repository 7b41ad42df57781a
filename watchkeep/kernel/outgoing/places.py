"""Where an outgoing request may not go: into our own network (server-side request forgery)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_ALSO_CLOSED = tuple(
    ip_network(net)
    for net in (
        "100.64.0.0/10",  # shared address space of providers, used inside clouds
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarking
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4 carries any IPv4 address
    )
)
_PUBLIC_6 = ip_network("2000::/3")
"""All of IPv6 that is given to anybody. Outside of it lie old and new ways to write an IPv4 address, among others."""

_HOST = re.compile(r"(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True)
class Allowance:
    """Networks and host names on the inside that an administrator opened."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()


NOTHING = Allowance()


class BadAddress(ValueError):  # noqa: N818  # it is what it says
    """The URL cannot be used; the message says why."""


@dataclass(frozen=True)
class Place:
    """Where a URL leads: scheme, host as written, port."""

    scheme: str
    host: str
    port: int


def place_of(url: str) -> Place:
    """Read a URL that we may ask or post to. Raises BadAddress in words."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress("This is not a web address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress("A web address begins with https:// or http:// and names a host.")
    if parts.username or parts.password:
        raise BadAddress("Leave user name and password out of the address.")
    if any(ord(letter) <= 32 for letter in url):
        raise BadAddress("A web address holds no spaces.")
    return Place(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80))


def is_open_to_us(address: Address, allowed: Allowance = NOTHING) -> bool:
    """Whether a request may go there: public addresses, and networks that an administrator allows."""
    inner = _unwrapped(address)
    if any(_within(inner, net) for net in allowed.networks):
        return True
    is_public = inner.is_global and not inner.is_multicast and (inner.version == 4 or inner in _PUBLIC_6)
    return is_public and not any(_within(inner, net) for net in _ALSO_CLOSED)


def pick(host: str, addresses: Iterable[str], allowed: Allowance = NOTHING) -> str:
    """The address to connect to. Raises BadAddress unless every one that the name has is open to us.

    Every one, because a name that mixes public and private addresses is an attempt or a mistake.
    """
    found = [ip_address(text.partition("%")[0]) for text in addresses]
    if not found:
        raise BadAddress("The name has no address.")
    if host.lower() not in allowed.hosts and not all(is_open_to_us(address, allowed) for address in found):
        raise BadAddress("The name leads into a private network. An administrator can allow that network.")
    return str(found[0])


def allowance(entries: Iterable[str]) -> Allowance:
    """Read networks (10.1.0.0/16), addresses and host names. Raises BadAddress."""
    nets: list[Network] = []
    hosts: list[str] = []
    for entry in filter(None, (entry.strip().lower() for entry in entries)):
        try:
            nets.append(ip_network(entry))
        except ValueError as error:
            if not _HOST.fullmatch(entry):
                raise BadAddress("Give a network such as 10.1.0.0/16, an address or a host name.") from error
            hosts.append(entry)
    return Allowance(tuple(nets), frozenset(hosts))


def _unwrapped(address: Address) -> Address:
    """An IPv4 address that hides in an IPv6 one."""
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: Address, net: Network) -> bool:
    return address.version == net.version and address in net
