"""Builders of discovery: gateways, what agents brought, and clones that are in doubt."""

from datetime import timedelta
from typing import Any

from testing.makers import estate
from watchkeep.estate.assets.models import Source
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Doubt, Found, Gateway, Nic
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
