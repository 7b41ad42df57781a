"""The second act: a small region of the checkout fails, then a large one, and the priority of the incident follows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from watchkeep.demo.hearing import REGIONS
from watchkeep.demo.shop import Shop
from watchkeep.demo.watcher import Watcher
from watchkeep.estate.services.models import Service
from watchkeep.kernel.facts import told
from watchkeep.work.tickets.models import Ticket

Say = Callable[[str], None]
Until = Callable[[str, Callable[[], Any]], Any]


def tell(like: Watcher, *, after: int, say: Say, until: Until) -> None:
    """Play it, told to whom ``like`` tells. ``after``: incidents up to this one are not ours; ``until`` waits."""
    found = Service.objects.in_bulk([f"checkout-{region}" for region in REGIONS], field_name="slug")
    if len(found) < len(REGIONS):  # the organisation was made before it had regions
        return
    first, second = (found[f"checkout-{region}"] for region in REGIONS)
    with _watched(first, like, until) as small, _watched(second, like, until) as large:
        small.kill()
        incident = until("an incident opens", lambda: _newest(after, first))
        say(f"One region fails: {incident.number} is open as P{incident.priority}: {incident.title}.")
        large.kill()
        rise = until("its priority rises", lambda: _rise(incident))
        say(f"A second region follows, and P{rise['was_priority']} became P{rise['priority']} by itself:")
        say(f"{rise['reason']}.")
        small.open()
        large.open()
        until("both regions are back", lambda: told("ticket", incident.pk, kind="incident.restored").first())
        say("Both regions are back.")


def leave(shop: Shop, watcher: Watcher) -> None:
    """End a performance, however far it came: what was killed is opened once more, so that no alert burns on."""
    if watcher.is_up is False:
        shop.kill()
        shop.open()
        watcher.wait_until_up()
    watcher.stop()
    shop.kill()


@contextmanager
def _watched(service: Service, like: Watcher, until: Until) -> Iterator[Shop]:
    """A region with its own watcher, until the act is over."""
    shop = Shop()
    shop.open()
    watched = replace(like.watched, service=service.slug, severity="warning", summary=f"{service} does not answer")
    watcher = Watcher(target=shop.url, webhook=like.webhook, key=like.key, watched=watched)
    watcher.start()
    try:
        until(f"{service} answers", lambda: watcher.is_up)
        yield shop
    finally:
        leave(shop, watcher)


def _newest(after: int, service: Service) -> Ticket | None:
    return Ticket.objects.filter(pk__gt=after, service=service).order_by("pk").first()


def _rise(incident: Ticket) -> dict[str, Any] | None:
    """The first time that its priority became more urgent."""
    rows = told("ticket", incident.pk, kind="incident.reprioritised")
    return next((row.data for row in rows if row.data["priority"] < row.data["was_priority"]), None)
