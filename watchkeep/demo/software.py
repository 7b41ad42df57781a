"""What runs on Kestrel's machines, as inventories would tell it: most is known, some waits for somebody's word."""

from watchkeep.demo.cast import Cast
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets import queries as register
from watchkeep.estate.assets.life import Package
from watchkeep.estate.assets.models import Item
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Product, Reading
from watchkeep.kernel.actors import Actor

EVERYWHERE = (
    ("openssh-server", "1:9.2p1-2"), ("falcon-sensor", "7.18.0"), ("glpi-agent", "1.11"), ("vim", "2:9.0.1378"),
    ("kestrel-base", "14"),
)  # fmt: skip
ON = {
    "web": (("nginx", "1.24.0"), ("nodejs", "20.18.0"), ("kestrel-shop", "2026.11.3")),
    "db": (("postgresql-16", "16.4"), ("pgbouncer", "1.22.1")),
    "pay": (("Paycove Gateway 5.1", ""), ("java-17-openjdk", "17.0.13")),
    "mail": (("postfix", "3.7.11"), ("dovecot-imapd", "2.3.19")),
    "wms": (("Lagerhaus WMS Server 11.2", ""), ("Oracle Database 19c", "19.24"), ("TeamViewer Host", "15.58.4")),
}
CORRECTED = (
    ("Lagerhaus WMS Server 11.2", "Lagerhaus WMS", "Server"), ("kestrel-shop", "Kestrel shop", ""),
)  # fmt: skip


def install(by: Actor, cast: Cast) -> None:
    """Software on the servers; what is ours or special was named by hand, the rest waits."""
    packages = {
        item.pk: [Package(name=name, version=version) for name, version in (*EVERYWHERE, *_of(item.name))]
        for item in Item.objects.active().of_class("hardware.computer", "virtual_machine")
    }
    assets.install_many(packages, by=by, source=register.source_of_people())
    life.note_titles_of([*packages])
    life.read_due()
    chidi = cast.actor("chidi")
    for title, product, edition in CORRECTED:
        reading = Reading.objects.select_related("title").get(title__name=title)
        life.correct(reading, by=chidi, new_product=product, edition=edition)
    bought = Product.objects.get(name="Lagerhaus WMS")
    life.edit_product(bought, by=chidi, licence="paid", publisher="Lagerhaus Technik")
    life.set_aside(Reading.objects.get(title__name="vim"), by=chidi, reason="Part of the system")
    life.read_due()


def _of(host: str) -> tuple[tuple[str, str], ...]:
    return ON.get(host.partition("-")[0], ())
