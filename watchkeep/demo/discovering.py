"""What Kestrel's laptops say of themselves: three report, a till was cloned, one is silent, one said nonsense."""

from datetime import timedelta
from decimal import Decimal

from watchkeep.demo import itemising, querying, reporting
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Found, Gateway, Nic
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

SEEN = (  # days ago, device, name, serial number, hardware address, model, system
    (20, "ko-lt-014", "ko-lt-014", "PF2KX014", "54:e1:ad:00:01:4a", "ThinkPad T14 Gen 2", "Windows 10 Pro"),
    (9, "ko-lt-021", "ko-lt-021", "PF3KX021", "54:e1:ad:00:02:1a", "ThinkPad T14 Gen 3", "Windows 11 Pro"),
    (8, "ko-lt-022", "ko-lt-022", "PF3KX022", "54:e1:ad:00:02:2a", "ThinkPad T14 Gen 3", "Windows 11 Pro"),
    (4, "till-07", "till-07", "VMware-56 4d 7a 01", "00:50:56:00:07:0a", "VMware Virtual Platform", "Debian 12"),
    (3, "till-07-copy", "till-07", "VMware-56 4d 7a 01", "00:50:56:00:07:0b", "VMware Virtual Platform", "Debian 12"),
    (2, "till-07", "till-07", "VMware-56 4d 7a 01", "00:50:56:00:07:0a", "VMware Virtual Platform", "Debian 12"),
    (1, "ko-lt-021", "ko-lt-021", "PF3KX021", "54:e1:ad:00:02:1a", "ThinkPad T14 Gen 3", "Windows 11 Pro"),
)

BOUGHT = 140
"""So many days ago the laptops were bought."""
LATELY = timedelta(days=5)
"""So long ago a Mac enrolled, and bills of materials were handed in."""


def discover(by: Actor) -> None:
    """A gateway, what came through it, and after how many days a laptop is missed."""
    gateway, key = life.add_gateway(by=by, name="Kestrel offices", networks=["10.20.0.0/16"])
    with clock.frozen(clock.now() - timedelta(days=BOUGHT)):
        _buy(by)
    for days, device, name, serial, mac, model, system in SEEN:
        is_virtual = model.startswith("VMware")
        thing = Found(
            key=device, kind="virtual_machine" if is_virtual else "laptop", name=name, domain="kestrel.example",
            serial=serial, manufacturer="VMware, Inc." if is_virtual else "LENOVO", model=model,
            nics=(Nic(name="eth0", mac=mac),), attributes={"os": system, "hostname": name, "macs": [mac]},
        )  # fmt: skip
        _hear(gateway, thing, days, by)
    reporting.report(gateway)
    with clock.frozen(clock.now() - LATELY):
        querying.enrol(gateway, key)
        itemising.itemise(by)
    life.set_patience(ItemClass.objects.get(slug="laptop"), by=by, days=30)
    life.keep_refused(gateway, b"\x78\x9c", why="It ends too early.", size=2, address="10.20.4.17")


def _buy(by: Actor) -> None:
    """The laptops were written down with their serial numbers when they were bought: they are recognised."""
    laptop, day = ItemClass.objects.get(slug="laptop"), clock.now().date()
    office = Item.objects.filter(name="Berlin office").first()
    bought = {(one[2], one[3], "LENOVO", one[5]) for one in SEEN if one[2].startswith("ko-lt-")}
    made = [
        assets.add_item(
            by=by, name=name, cls=laptop, serial=serial, manufacturer=maker, model=model, bought_on=day,
            price=Decimal(1290), location=office,
        )
        for name, serial, maker, model in sorted({*bought, querying.BOUGHT})
    ]  # fmt: skip
    life.recognise([one.pk for one in made])


def _hear(gateway: Gateway, thing: Found, days: int, by: Actor) -> None:
    at = clock.now() - timedelta(days=days)
    with clock.frozen(at):
        (match,) = life.identify_many([thing], source=gateway.source, by=by, at=at)
        if match:
            said = assets.Said(item=match.item, values=life.values_of(thing), at=at)
            assets.report_many([said], by=by, source=gateway.source)
