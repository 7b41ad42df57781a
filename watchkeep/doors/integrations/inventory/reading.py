"""From what an agent said to what was found, in our own words."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from watchkeep.doors.integrations.inventory.glpi import Message, Section, number, text
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Nic, Program

MOST_PROGRAMS = 20_000
MIB = 2**20
_NOTHING = frozenset({"", "physical", "none", "unknown"})
_CHASSIS = (
    ("laptop", re.compile(r"laptop|notebook|portable|convertible|detachable|hand held|tablet", re.IGNORECASE)),
    ("server", re.compile(r"server|rack|blade|main system|multi-system", re.IGNORECASE)),
    ("desktop", re.compile(r"desktop|tower|mini|all in one|lunch box|stick|space-saving|low profile", re.IGNORECASE)),
)
_ITEMTYPES = {"networkequipment": "network_device", "printer": "printer", "phone": "phone"}
_PROGRAM = ("from", "name", "version", "arch", "publisher", "installdate")
_MOMENTS = (("accesslog", "logdate"), ("operatingsystem", "boot_time"))
_PURLS = {"deb": "deb", "rpm": "rpm", "pacman": "alpm", "apk": "apk"}


def found(message: Message) -> Found:
    """The thing that an inventory describes."""
    hardware, bios, system = (_first(message, name) for name in ("hardware", "bios", "operatingsystem"))
    nics = tuple(_nics(message.content.get("networks", ())))
    software = message.content.get("softwares")
    name, domain = _names(hardware, system)
    return Found(
        key=message.device,
        kind=_kind(message, hardware),
        name=name or message.device,
        domain=domain,
        serial=text(bios, "ssn"),
        manufacturer=text(bios, "smanufacturer") or text(bios, "mmanufacturer"),
        model=text(bios, "smodel"),
        uuid=text(hardware, "uuid"),
        nics=nics,
        attributes=_attributes(message, nics),
        software=None if software is None else tuple(_programs(software)),
        is_partial=message.is_partial,
        clock=_clock(message),
    )


def _first(message: Message, name: str) -> Section:
    return next(iter(message.content.get(name, ())), {})


def _clock(message: Message) -> datetime | None:
    """The latest instant that it tells of itself: when it wrote this, when it was started."""
    told = [text(_first(message, name), field) for name, field in _MOMENTS]
    return max(filter(None, map(_moment, told)), default=None)


def _moment(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told[:19]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _names(hardware: Section, system: Section) -> tuple[str, str]:
    name, fqdn = text(hardware, "name"), text(system, "fqdn")
    domain = text(system, "dns_domain")
    if fqdn.lower().startswith(f"{name.lower()}.") and name:
        domain = domain or fqdn[len(name) + 1 :]
    return name or fqdn.partition(".")[0], domain


def _kind(message: Message, hardware: Section) -> str:
    if message.itemtype.lower() in _ITEMTYPES:
        return _ITEMTYPES[message.itemtype.lower()]
    if text(hardware, "vmsystem").lower() not in _NOTHING:
        return "virtual_machine"
    chassis = text(hardware, "chassis_type")
    return next((kind for kind, words in _CHASSIS if words.search(chassis)), "computer")


def _nics(sections: Iterable[Section]) -> Iterable[Nic]:
    """Network cards, those that are told several times, once for each address, as one."""
    known: dict[tuple[str, str], tuple[bool, list[str]]] = {}
    for one in sections:
        is_virtual = str(one.get("virtualdev", "")).lower() in {"1", "true", "yes"}
        key = (text(one, "description"), text(one, "mac").lower())
        _virtual, addresses = known.setdefault(key, (is_virtual, []))
        addresses += [address for name in ("ipaddress", "ipaddress6") if (address := _address(text(one, name)))]
    for (name, mac), (is_virtual, addresses) in known.items():
        kind = queries.kind_of_nic(name, mac, is_virtual=is_virtual)
        yield Nic(name=name, mac=mac, addresses=tuple(dict.fromkeys(addresses)), kind=kind)


def _address(value: str) -> str:
    try:
        read = ipaddress.ip_address(value.partition("%")[0])
    except ValueError:
        return ""
    return "" if read.is_loopback or read.is_link_local or read.is_unspecified else str(read)


def _attributes(message: Message, nics: Iterable[Nic]) -> dict[str, Any]:
    hardware, system, bios = (_first(message, name) for name in ("hardware", "operatingsystem", "bios"))
    processors, drives = message.content.get("cpus", []), message.content.get("storages", [])
    name, domain = _names(hardware, system)
    memory, disk = number(hardware, "memory"), sum(number(one, "disksize") or 0 for one in drives)
    told = {
        "hostname": name,
        "domain": domain,
        "uuid": text(hardware, "uuid").lower(),
        "os": text(system, "full_name") or text(system, "name") or text(hardware, "osname"),
        "os_version": text(system, "version"),
        "kernel": text(system, "kernel_version") or text(hardware, "osversion"),
        "architecture": text(system, "arch"),
        "cpu": next((text(one, "name") for one in processors), ""),
        "cpu_count": len(processors),
        "cores": sum(number(one, "core") or 1 for one in processors),
        "memory": memory * MIB if memory else None,
        "disk": disk * MIB,
        "ips": [address for nic in nics for address in nic.addresses],
        "macs": [nic.mac for nic in nics if nic.mac and nic.kind != "virtual"],
        "bios_version": text(bios, "bversion"),
        "last_user": text(hardware, "lastloggeduser"),
        "hypervisor": text(hardware, "vmsystem") if text(hardware, "vmsystem").lower() not in _NOTHING else "",
    }
    return {name: value for name, value in told.items() if value}


def _programs(sections: list[Section]) -> Iterable[Program]:
    """What is installed, each once."""
    seen = set()
    for one in sections[:MOST_PROGRAMS]:
        told = [one.get(field, "") for field in _PROGRAM]
        fields = told if all(type(value) is str for value in told) else [text(one, field) for field in _PROGRAM]
        program = _program(*fields)
        if program.name and (key := (program.name, program.publisher, program.version, program.arch)) not in seen:
            seen.add(key)
            yield program


@functools.lru_cache(20_000)
def _program(*told: str) -> Program:
    """A piece of software in our words. Machines have most of theirs in common."""
    fields = dict(zip(_PROGRAM, told, strict=True))
    manager, name, version, arch, publisher = (text(fields, field)[:200] for field in _PROGRAM[:5])
    return Program(
        name=name,
        publisher=publisher,
        version=version[:120],
        manager=manager[:30],
        arch=arch[:30],
        purl=_purl(manager, publisher, name, version, arch),
        installed_on=text(fields, "installdate")[:30],
    )


def _purl(manager: str, vendor: str, name: str, version: str, arch: str) -> str:
    """The package URL of what a distribution packed (purl-spec: type, namespace, name, version)."""
    kind = _PURLS.get(manager)
    if not kind or not vendor.isalnum():
        return ""
    plain = f"pkg:{kind}/{vendor.lower()}/{quote(name)}@{quote(version)}"
    return f"{plain}?arch={quote(arch)}" if arch else plain
