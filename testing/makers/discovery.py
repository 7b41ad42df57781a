"""Builders of discovery: gateways, what agents brought, and clones that are in doubt."""

from datetime import timedelta
from typing import Any

from testing.makers import estate
from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Doubt, Found, Gateway, Inventory, Job, Nic, OpenNetwork, OpenPort, Run
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def gateway(name: str = "Office") -> Gateway:
    """A gateway; the same name is the same one."""
    found = Gateway.objects.filter(name=name).first()
    return found or life.add_gateway(by=CLOCK, name=name)[0]


def machine(key: str = "a", mac: str = "00:1b:21:00:00:01", **more: Any) -> Found:
    """A machine as a source sees it."""
    values = {"serial": "ABC12345", "manufacturer": "Dell Inc.", "name": f"host-{key}"} | more
    return Found(key=key, nics=(Nic(name="eth0", mac=mac),), **values)


def found(*things: Found, source: Source | None = None, days_ago: int = 0) -> list[life.Match | None]:
    """These things were found, so many days ago."""
    at = clock.now() - timedelta(days=days_ago)
    return life.identify_many(things, source=source or estate.reporter(), by=CLOCK, at=at)


def doubt(serial: str = "ABC12345") -> Doubt:
    """A machine and its clone, which speak in turn."""
    mac = f"00:1b:21:{len(serial):02x}:{Doubt.objects.count():02x}"
    original, clone = (machine(f"{key}-{serial}", f"{mac}:{key * 2}", serial=serial) for key in "ab")
    for ago, one in ((3, original), (2, clone), (1, original)):
        found(one, days_ago=ago)
    return Doubt.objects.open().latest("pk")


def open_network(network: str = "10.20.0.0/16") -> OpenNetwork:
    """A network that discovery may enter; the same one again is the same."""
    known = OpenNetwork.objects.filter(network__in=(network, f"{network}/32")).first()
    return known or life.open_network(by=CLOCK, network=network, reason="Our office.")


def scan_job(name: str = "Office network", *, targets: tuple[str, ...] = ("10.20.0.0/24",), **more: Any) -> Job:
    """A job that scans a network; its networks are open."""
    for one in targets:
        open_network(one.partition(":")[0])
    told: dict[str, Any] = {"kind": "network", "given": {"ports": "22,443", "services": False}} | more
    return life.add_job(by=CLOCK, name=name, targets=targets, **told)


def scan(job: Job, *found: Found) -> Run:
    """A run that has found these things and is still looking."""
    life.ask_run(job, by=CLOCK)
    taken = life.take_run()
    assert taken is not None
    life.take_part(taken, found, doing="10.20.0.0/24", done=50)
    return taken


def received(name: str = "Office") -> Inventory:
    """An inventory that waits to be read, with its agent."""
    arrived = life.Arrived(device="agent-1", body=b"", size=0, meaning=b"\0" * 32)
    life.receive(gateway(name), arrived)
    return Inventory.objects.select_related("gateway__source", "agent").latest("pk")


def open_port(item: Item, port: int = 22, **more: Any) -> OpenPort:
    """Something answers at a port of an item, since an hour ago."""
    source, since = estate.reporter("scan", "network"), clock.now() - timedelta(hours=1)
    told: dict[str, Any] = {"protocol": "tcp", "since": since, "source": source} | more
    return OpenPort.objects.create(item=item, port=port, **told)
