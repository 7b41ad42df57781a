"""What a tie would fit, tried on what there is: the last alerts, or the services that run on such assets."""

from dataclasses import dataclass, field

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.services.models import Service, ServiceItem
from watchkeep.insight.detection import queries as detection
from watchkeep.insight.detection.models import Alert
from watchkeep.kernel import matching
from watchkeep.kernel.actors import Actor

LAST_ALERTS = 1000
SHOWN = 10


@dataclass(frozen=True)
class Fits:
    """What was looked at, how much of it fits, and the first of them."""

    looked_at: int
    count: int
    alerts: list[Alert] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)


def preview(
    actor: Actor, *, matchers: str = "", item_class: ItemClass | None = None, service: Service | None = None
) -> Fits:
    """Try it. Raises Refused (field ``matchers``) when the labels cannot be read."""
    if service is not None:
        return Fits(1, 1, services=[service])
    if item_class:
        return _services(actor, item_class)
    wanted = matching.parse(matchers)
    last = list(detection.alerts(actor)[:LAST_ALERTS])
    fit = [one for one in last if matching.fit(wanted, one.labels)]
    return Fits(len(last), len(fit), alerts=fit[:SHOWN])


def _services(actor: Actor, item_class: ItemClass) -> Fits:
    rows = Service.objects.visible_to(actor).active()
    items = Item.objects.of_class(item_class.path)
    fit = rows.filter(pk__in=ServiceItem.objects.filter(item__in=items).values("service"))
    return Fits(rows.count(), fit.count(), services=list(fit.order_by("name")[:SHOWN]))
