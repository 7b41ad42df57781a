"""Targets and the networks that are allowed: what lies within the list, and what does not."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")
_NUMBERS = re.compile(r"[\d.:/x-]+")
MOST_ADDRESSES = 2**20
"""How many addresses one target may hold: a range that is larger is a mistake."""


def network(text: str) -> IpNetwork | None:
    """An address or a range; None for what is neither."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def is_name(text: str) -> bool:
    """Whether this can be the name of a host. What looks like an address and is none, such as 10.0.0.1-9, is not."""
    return _HOST.fullmatch(text) is not None and _NUMBERS.fullmatch(text) is None


def holds(allowed: Iterable[IpNetwork], wanted: IpNetwork) -> bool:
    """Whether all of a range lies within networks that are allowed."""
    same = [one for one in allowed if one.version == wanted.version]
    return any(wanted.subnet_of(one) for one in ipaddress.collapse_addresses(same))  # type: ignore[type-var,arg-type]


def may_reach(allowed: Iterable[IpNetwork], address: str) -> bool:
    """Whether an address lies within networks that are allowed. An IPv4 address in IPv6's clothes is one of IPv4."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(read, "ipv4_mapped", None) or read
    return any(plain in one for one in allowed)
