"""What the agents on Kestrel's servers report: as a GLPI Agent sends it, received and read as from any other."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from watchkeep.demo.estate import serial_of
from watchkeep.doors.integrations.inventory import bodies, taking
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Gateway

AGENT = "GLPI-Agent_v1.11"
DEBIAN = {"name": "Debian GNU/Linux", "full_name": "Debian GNU/Linux 12 (bookworm)", "version": "12.11"}


class Server(NamedTuple):
    """What an agent says of the machine that it is on. Memory in MB."""

    name: str
    last: int
    cores: int
    memory: int
    runs: tuple[str, ...]

    @property
    def device(self) -> str:
        """What its agent calls itself."""
        return f"{self.name}-2026-01-12-09-14-{self.last:02}"

    @property
    def address(self) -> str:
        """Where it is on the network."""
        return f"10.20.1.{self.last}"


SERVERS = (
    Server("web-01", 11, 8, 32768, ("nginx", "nodejs")), Server("web-02", 12, 8, 32768, ("nginx", "nodejs")),
    Server("db-01", 21, 16, 131072, ("postgresql-16", "pgbouncer")),
    Server("db-02", 22, 16, 131072, ("postgresql-16", "pgbouncer")),
    Server("pay-gw-01", 31, 4, 16384, ("openjdk-17-jre",)), Server("mail-01", 41, 4, 8192, ("postfix",)),
    Server("wms-01", 51, 8, 65536, ("Oracle Database 19c",)),
)  # fmt: skip


def report(gateway: Gateway) -> None:
    """Each server is recognised by the serial number that was written down, and says what it is."""
    known = Item.objects.filter(name__in=[one.name for one in SERVERS], cls__slug="server")
    life.recognise([one.pk for one in known])
    life.receive_many([(gateway, _arrived(one)) for one in SERVERS])
    while taking.take_due():
        pass


def _arrived(one: Server) -> life.Arrived:
    plain = json.dumps(_inventory(one)).encode()
    return life.Arrived(
        device=one.device, body=bodies.packed(plain), size=len(plain), meaning=bodies.meaning(plain),
        address=one.address, version=AGENT,
    )  # fmt: skip


def _inventory(one: Server) -> dict[str, Any]:
    card = {
        "description": "eno1", "ipaddress": one.address, "ipmask": "255.255.255.0",
        "mac": f"54:e1:ad:10:00:{one.last:02x}", "status": "up", "type": "ethernet", "virtualdev": False,
    }  # fmt: skip
    content = {
        "bios": {"ssn": serial_of(one.name), "smanufacturer": "HPE", "smodel": "ProLiant DL360 Gen11"},
        "hardware": {"name": one.name, "memory": one.memory, "workgroup": "kestrel.example"},
        "operatingsystem": DEBIAN | {"arch": "x86_64", "kernel_name": "linux", "fqdn": f"{one.name}.kestrel.example"},
        "cpus": [{"name": "Intel Xeon Gold 6444Y", "manufacturer": "Intel", "core": one.cores}],
        "networks": [card],
        "softwares": [{"name": title, "version": "", "from": "deb"} for title in ("openssh-server", *one.runs)],
        "versionclient": AGENT,
    }
    return {"action": "inventory", "itemtype": "Computer", "deviceid": one.device, "content": content}
