"""Marks: what tells a thing apart, normalised, by class and in order of strength."""

import ipaddress
import re
import uuid
from typing import NamedTuple

from watchkeep.estate.discovery.models.found import Found
from watchkeep.estate.discovery.rules import macs, placeholders

CLOUD, CERTIFICATE, SERIAL, UUID, LONE_SERIAL, AGENT, MAC, NAME, ADDRESS = (
    "cloud", "certificate", "serial", "uuid", "lone_serial", "agent", "mac", "name", "address",
)  # fmt: skip
LEVELS = (CLOUD, CERTIFICATE, SERIAL, UUID, LONE_SERIAL, AGENT, MAC, NAME, ADDRESS)
"""From the strongest to the last. ``LONE_SERIAL`` is a serial number of which no maker is told, ``AGENT`` the name that
a source itself gave the thing, ``ADDRESS`` where it is managed, or answers when nothing else is known of it."""

CONFIDENCE = {
    CLOUD: 99, CERTIFICATE: 99, SERIAL: 97, UUID: 95, LONE_SERIAL: 88, AGENT: 85, MAC: 80, NAME: 60,
    ADDRESS: 50,
}  # fmt: skip
"""How sure a match is, in percent."""

HARDWARE = (CLOUD, SERIAL, UUID, LONE_SERIAL, AGENT, MAC, NAME, ADDRESS)
BY_CLASS = {
    "certificate": (CERTIFICATE,),
    "cloud": (CLOUD,),
    "virtual_machine": (CLOUD, UUID, SERIAL, AGENT, MAC, NAME, ADDRESS),
    "network_device": (SERIAL, LONE_SERIAL, AGENT, MAC, NAME, ADDRESS),
    "printer": (SERIAL, LONE_SERIAL, AGENT, MAC, NAME, ADDRESS),
    "phone": (SERIAL, LONE_SERIAL, AGENT, MAC, ADDRESS),
    "peripheral": (SERIAL, AGENT, ADDRESS),
    "software": (AGENT,),
    "database": (CLOUD, AGENT),
    "application": (CLOUD, AGENT),
}
"""Which marks tell things of a class apart; for every other class those of ``HARDWARE``."""

_COMPANY = re.compile(
    r"\b(inc|incorporated|corp|corporation|co|company|ltd|limited|gmbh|ag|sa|s\.a|llc|plc|bv|oy|ab|computer|computers"
    r"|international|technologies|technology|electronics|systems|group|holdings)\b\.?"
)
_MAKERS = {
    "hewlett packard": "hp", "hewlett packard enterprise": "hpe", "dell emc": "dell", "asustek": "asus",
    "micro star": "msi", "apple mac": "apple", "cisco": "cisco", "lenovo": "lenovo", "super micro": "supermicro",
}  # fmt: skip
_SPACES = re.compile(r"[\s,\-_/]+")
_SHORTEST_LONE = 6


class Mark(NamedTuple):
    """One thing that tells apart: its kind, and its value as it is compared."""

    kind: str
    value: str


def marks_of(found: Found, *, source: str) -> frozenset[Mark]:
    """All marks that what was found bears."""
    allowed = BY_CLASS.get(found.kind, HARDWARE)
    told = (
        _plain(CLOUD, found.cloud_id.strip().lower()),
        _plain(CERTIFICATE, found.certificate.strip().lower().replace(":", "")),
        *_serials(found),
        *_uuid(found.uuid),
        _plain(AGENT, f"{source}:{found.key}" if found.key else ""),
        *(Mark(MAC, macs.normal(nic.mac)) for nic in found.nics if macs.tells_apart(nic)),
        *_name(found),
        *_address(found.address),
    )
    return frozenset(mark for mark in told if mark.value and mark.kind in allowed)


def maker(name: str) -> str:
    """A maker as it is compared: without what kind of company it is. Empty when it says nothing."""
    if placeholders.is_placeholder(name):
        return ""
    plain = _SPACES.sub(" ", name.lower().replace("(", " ").split(")")[0])
    plain = " ".join(_COMPANY.sub(" ", plain).replace(".", " ").split())
    return _MAKERS.get(plain, plain) or name.strip().lower()


def _plain(kind: str, value: str) -> Mark:
    return Mark(kind, "" if placeholders.is_placeholder(value) else value[:300])


def _serials(found: Found) -> list[Mark]:
    serial = re.sub(r"\s+", " ", found.serial.strip().upper())[:120]
    if placeholders.is_placeholder(serial) or len(serial) < 4:
        return []
    by = maker(found.manufacturer)
    several = [Mark(SERIAL, f"{by}/{serial}")] if by else []
    return [*several, Mark(LONE_SERIAL, serial)] if len(serial) >= _SHORTEST_LONE else several


def _uuid(value: str) -> list[Mark]:
    """A UUID as it is compared: some tools turn the bytes of its first parts (SMBIOS 2.6), so the lesser counts."""
    try:
        read = uuid.UUID(value.strip())
    except ValueError:
        return []
    both = sorted({str(read), str(uuid.UUID(bytes_le=read.bytes))})
    return [] if any(placeholders.is_shared_uuid(one) for one in both) else [Mark(UUID, both[0])]


def _name(found: Found) -> list[Mark]:
    """A name with its domain. A bare name is no mark: every second office has a host called printer."""
    name, domain = found.name.strip().lower().rstrip("."), found.domain.strip().lower().strip(".")
    if domain in {"", "localdomain", "local", "lan", "home", "workgroup", "localhost"}:
        name, _, domain = name.partition(".")
    if not domain or placeholders.is_placeholder(name) or name.startswith("localhost"):
        return []
    return [Mark(NAME, f"{name.split('.')[0]}.{domain}"[:300])]


def _address(value: str) -> list[Mark]:
    """An address that one thing alone bears, as far as can be told."""
    try:
        read = ipaddress.ip_address(value.strip().partition("%")[0].partition("/")[0])
    except ValueError:
        return []
    plain = getattr(read, "ipv4_mapped", None) or read
    several = plain.is_loopback or plain.is_link_local or plain.is_unspecified or plain.is_multicast
    return [] if several else [Mark(ADDRESS, str(plain))]
