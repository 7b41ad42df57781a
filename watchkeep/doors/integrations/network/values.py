"""What columns of SNMP hold, as people read it; whatever a device writes there, these make a line of it."""

from __future__ import annotations

import ipaddress
from typing import Any

from watchkeep.doors.integrations.network.asking import Oid, Told


def text(told: Told, column: str, row: Oid = (0,)) -> str:
    """A value as a line of text."""
    return line(told.columns.get(column, {}).get(row))


def line(raw: Any) -> str:
    """Bytes, a number or nothing as a line of text."""
    plain = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else "" if raw is None else str(raw)
    return " ".join("".join(one if one.isprintable() else " " for one in plain[:1000]).split())


def mac_of(raw: Any) -> str:
    """A hardware address; empty for what is none."""
    return ":".join(f"{byte:02x}" for byte in raw) if isinstance(raw, bytes) and len(raw) == 6 and any(raw) else ""


def address_of(octets: Any) -> str:
    """An address of either family by its bytes; empty for what is none."""
    try:
        plain = bytes(octets) if isinstance(octets, (bytes, tuple)) else b""
    except ValueError:
        return ""
    return str(ipaddress.ip_address(plain)) if len(plain) in (4, 16) else ""
