"""What the customers of Kestrel Outfitters read: a status page with components and the news of some weeks."""

from dataclasses import dataclass
from datetime import timedelta

from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Component, ComponentGroup, StatusPage
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

COMPONENTS = {  # name: German name, group, services behind it
    "Catalogue": ("Katalog", "Shop", ("web-shop",)),
    "Search": ("Suche", "Shop", ("search",)),
    "Checkout": ("Kasse", "Shop", ("payments",)),
    "Accounts": ("Kundenkonto", "Shop", ("identity",)),
    "Order confirmations": ("Bestellbestätigungen", "After the order", ("mail",)),
    "Shipping": ("Versand", "After the order", ("warehouse",)),
}
GROUPS = {"Shop": "Shop", "After the order": "Nach der Bestellung"}


@dataclass(frozen=True)
class News:
    """One thing that the public was told: how long ago, of what, how bad, and when it was over (minutes)."""

    days_ago: float
    component: str
    status: str
    title: str
    german: str
    over_after: float | None
    ticket: str = ""


PAST = (
    News(36.8, "Catalogue", "major_outage", "The shop does not open", "Der Shop öffnet sich nicht", 19),
    News(33.1, "Search", "degraded_performance", "Search is slow", "Die Suche ist langsam", 96),
    News(24.2, "Checkout", "partial_outage", "Some cards are refused", "Manche Karten werden abgelehnt", 51),
    News(12.7, "Accounts", "partial_outage", "Sign-in with a passkey fails", "Anmeldung mit Passkey scheitert", 64),
    News(6.2, "Catalogue", "major_outage", "The shop does not open", "Der Shop öffnet sich nicht", 24),
    News(0.18, "Order confirmations", "degraded_performance", "Order confirmations arrive late",
         "Bestellbestätigungen kommen verspätet", None, "Order confirmations arrive late"),
)  # fmt: skip


def tell(by: Actor, services: dict[str, Service]) -> StatusPage:
    """Make the page and tell what was told on it, oldest first. Nobody is written to."""
    with wires.importing():
        with clock.travel(days=-120):
            page = life.add_page(
                by=by, name="Kestrel Outfitters", slug="kestrel", time_zone="Europe/Berlin",
                about="How the shop and your orders are doing.",
                translations={"de": {"about": "Wie es dem Shop und Ihren Bestellungen geht."}},
            )  # fmt: skip
            components = _components(by, page, services)
        for news in PAST:
            _news(by, news, components[news.component])
        _planned(by, page, components["Checkout"])
    life.want_copies(page.pk)
    return page


def _components(by: Actor, page: StatusPage, services: dict[str, Service]) -> dict[str, Component]:
    groups = {
        name: life.save_group(
            ComponentGroup(page=page), by=by, name=name, position=place, translations={"de": {"name": german}}
        )
        for place, (name, german) in enumerate(GROUPS.items())
    }
    return {
        name: life.save_component(
            Component(page=page), by=by, name=name, position=place, group=groups[group],
            services=[services[slug] for slug in behind], translations={"de": {"name": german}},
        )
        for place, (name, (german, group, behind)) in enumerate(COMPONENTS.items())
    }  # fmt: skip


def _news(by: Actor, news: News, component: Component) -> None:
    ticket = Ticket.objects.filter(title=news.ticket).order_by("-id").first() if news.ticket else None
    with clock.travel(days=-news.days_ago):
        first, german = (life.draft("incident", "investigating", [component], code) for code in ("en", "de"))
        told = life.announce(
            component.page, by=by, title=news.title, body=first[1], phase="investigating", ticket=ticket,
            effects={component.pk: news.status}, translations={"de": {"title": news.german, "body": german[1]}},
        )  # fmt: skip
    phase, minutes = ("resolved", news.over_after) if news.over_after else ("identified", 25.0)
    with clock.travel(days=-news.days_ago, minutes=minutes):
        then, german = (life.draft("incident", phase, [component], code) for code in ("en", "de"))
        life.post(told, by=by, phase=phase, body=then[1], translations={"de": {"body": german[1]}})


def _planned(by: Actor, page: StatusPage, component: Component) -> None:
    start = (clock.now() + timedelta(days=3)).replace(hour=2, minute=0, second=0, microsecond=0)
    first, german = (life.draft("maintenance", "scheduled", [component], code) for code in ("en", "de"))
    life.announce(
        page, by=by, kind="maintenance", title=first[0], body=first[1], phase="scheduled",
        effects={component.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + timedelta(hours=1),
        translations={"de": {"title": german[0], "body": german[1]}},
    )  # fmt: skip
