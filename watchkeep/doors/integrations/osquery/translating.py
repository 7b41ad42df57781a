"""From osquery's tables to the inventory of an agent: from here on a node's inventory is read like every other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from watchkeep.doors.integrations.inventory.glpi import INVENTORY, Section, number
from watchkeep.doors.integrations.osquery.asking import QUERIES
from watchkeep.doors.integrations.osquery.remembering import Memory

MIB = 2**20
_VIRTUAL = re.compile(
    r"qemu|kvm|vmware|virtualbox|innotek|xen|amazon ec2|google compute|virtual machine|parallels", re.IGNORECASE
)


def inventory(memory: Memory, device: str) -> bytes | None:
    """All that is known of a machine, as the inventory of an agent; None before it said which one it is."""
    system = next(_sections(memory, "system_info"), None)
    if system is None:
        return None
    release: Section = next(_sections(memory, "os_version"), {})
    content = _machine(system, release) | {"networks": list(_networks(memory))}
    if user := next(_sections(memory, "users"), {}).get("username"):
        content["hardware"]["lastloggeduser"] = user
    if any(name in memory.tables for name, query in QUERIES.items() if query.is_software):
        content["softwares"] = list(_software(memory, release.get("platform", "")))
    return msgspec.json.encode({"action": INVENTORY, "deviceid": device, "content": content})


def _sections(memory: Memory, name: str) -> Iterator[Section]:
    for row in sorted(memory.tables.get(name, ())):
        yield dict(zip(QUERIES[name].columns, row, strict=False))


def _machine(system: Section, release: Section) -> dict[str, Any]:
    fqdn = system["hostname"].removesuffix(".local")
    model, vendor = system["hardware_model"], system["hardware_vendor"]
    virtual = _VIRTUAL.search(f"{vendor} {model}")
    name, version = release.get("name", ""), release.get("version", "")
    memory = number(system, "physical_memory")
    return {
        "hardware": {
            "name": fqdn.partition(".")[0],
            "uuid": system["uuid"],
            "memory": memory // MIB if memory else None,
            "vmsystem": virtual[0] if virtual else "",
            "chassis_type": "laptop" if "macbook" in model.lower() else "",
        },
        "bios": {"ssn": system["hardware_serial"], "smanufacturer": vendor, "smodel": model},
        "operatingsystem": {
            "full_name": name if version in name or release.get("platform") == "windows" else f"{name} {version}",
            "version": version,
            "arch": system["cpu_type"],
            "fqdn": fqdn,
        },
        "cpus": [{"name": system["cpu_brand"], "core": number(system, "cpu_physical_cores")}],
    }


def _networks(memory: Memory) -> Iterator[Section]:
    addresses: dict[str, list[str]] = {}
    for one in _sections(memory, "interface_addresses"):
        addresses.setdefault(one["interface"], []).append(one["address"])
    macs = {one["interface"]: one["mac"] for one in _sections(memory, "interface_details")}
    for interface in sorted({*addresses, *macs}):
        card = {"description": interface, "mac": macs.get(interface, "")}
        yield from ({**card, "ipaddress": address} for address in addresses.get(interface, [""]))


def _software(memory: Memory, distribution: str) -> Iterator[Section]:
    for one in _sections(memory, "deb_packages"):
        yield {**one, "from": "deb", "publisher": distribution.capitalize()}
    for one in _sections(memory, "rpm_packages"):
        version = "-".join(part for part in (one["version"], one["release"]) if part)
        yield {"name": one["name"], "version": version, "arch": one["arch"], "publisher": one["vendor"], "from": "rpm"}
    yield from _sections(memory, "programs")
    for one in _sections(memory, "apps"):
        yield {"name": one["name"].removesuffix(".app"), "version": one["bundle_short_version"]}
