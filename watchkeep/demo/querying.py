"""A Mac of Kestrel's design team on which osqueryd runs: it enrolled, and its tables have become an inventory."""

from __future__ import annotations

from watchkeep.doors.integrations.inventory import bodies, taking
from watchkeep.doors.integrations.osquery import asking, remembering, translating
from watchkeep.doors.integrations.osquery.remembering import Memory
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Gateway

DEVICE, ADDRESS, VERSION = "osquery-ko-mac-03", "10.20.4.33", "osquery/5.13.1"
BOUGHT = ("ko-mac-03", "C02KO3MAC03", "Apple Inc.", "MacBook Pro 14-inch (M3)")
"""The name, serial number, maker and model by which it was written down."""
TABLES = {
    "system_info": [{
        "hostname": "ko-mac-03.kestrel.example", "uuid": "9c1f0a52-3b44-5d0e-9a7c-4e1d2f6b8a03", "cpu_type": "arm64e",
        "cpu_brand": "Apple M3 Pro", "cpu_physical_cores": "12", "physical_memory": str(36 * 2**30),
        "hardware_vendor": BOUGHT[2], "hardware_model": BOUGHT[3], "hardware_serial": BOUGHT[1],
    }],
    "os_version": [{"name": "macOS", "version": "15.1.1", "platform": "darwin"}],
    "interface_addresses": [{"interface": "en0", "address": ADDRESS}],
    "interface_details": [{"interface": "en0", "mac": "f4:d4:88:00:03:33"}],
    "apps": [
        {"name": f"{name}.app", "bundle_short_version": version}
        for name, version in (("Figma", "124.6.5"), ("Slack", "4.41.97"), ("Safari", "18.1.1"), ("Blender", "4.2.3"))
    ],
    "users": [{"username": "noor"}],
}  # fmt: skip


def enrol(gateway: Gateway, key: str) -> None:
    """It comes with the gateway's key, and tells each of its tables."""
    node, _key = life.enrol(
        gateway, key=key, device=DEVICE, platform=asking.DARWIN, version=VERSION, address=ADDRESS
    )  # fmt: skip
    life.hear(node, gateway, parts=TABLES, change=_told)
    while taking.take_due():
        pass


def _told(_kept: bytes) -> tuple[bytes, life.Arrived | None]:
    memory = Memory()
    remembering.replace(memory, TABLES)
    plain = translating.inventory(memory, DEVICE) or b""
    arrived = life.Arrived(
        device=DEVICE, body=bodies.packed(plain), size=len(plain), meaning=bodies.meaning(plain), address=ADDRESS,
        version=VERSION,
    )  # fmt: skip
    return remembering.packed(memory), arrived
