"""What comes back: the same fault, the same item, the same kind of cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.models import Action, Node, NodeKind
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.estate.assets.models import Item
    from watchkeep.estate.services.models import Service

    Actions: TypeAlias = QuerySet[Action]
else:
    Actions = object

RECURRENCES = 3
"""From how many incidents of the same fault on a problem is suggested; of the same item or cause two are enough."""
WINDOW = timedelta(days=90)
"""Within which they must have been opened."""
LOOKED_AT = 20
"""How many of them are looked at."""


@dataclass(frozen=True)
class Alike:
    """Incidents with something in common that may be a problem."""

    key: str
    title: str
    why: str
    tickets: list[Ticket]
    service: Service | None = None
    item: Item | None = None


def watched_fault(incident: Incident) -> Q:
    """The actions that are watched for this fault, or that come from the review of this very incident."""
    own = Q(review__incident=incident)
    return own | Q(watch_fingerprint=incident.fingerprint) if incident.fingerprint else own


def same_fault(incident: Incident) -> list[Ticket]:
    """The latest incidents of the same fault, itself among them, within the window."""
    rows = Incident.objects.filter(
        fingerprint=incident.fingerprint, ticket__opened_at__gte=clock.now() - WINDOW, ticket__is_drill=False,
        merged_into=None,
    )  # fmt: skip
    return [one.ticket for one in rows.order_by("-ticket_id")[:LOOKED_AT]]


def same_cause(node: Node) -> list[Alike]:
    """Other incidents within the window in which the same item, or this kind of cause on this service, had a part."""
    found: list[Alike] = []
    if node.item_id and node.item:
        tickets = _tickets(Q(item=node.item_id))
        words = {"n": len(tickets), "item": node.item.name, "days": WINDOW.days}
        why = _("%(item)s had a part in %(n)d incidents within %(days)d days") % words
        found.append(Alike(f"item:{node.item_id}", node.item.name, why, tickets, item=node.item))
    service = node.review.incident.ticket.service
    if node.kind == NodeKind.CAUSE and node.category and service:
        tickets = _tickets(
            Q(category=node.category_id, kind=NodeKind.CAUSE, review__incident__ticket__service=service.pk)
        )
        words = {"n": len(tickets), "cause": str(node.category), "days": WINDOW.days}
        why = _("“%(cause)s” was under %(n)d incidents of this service within %(days)d days") % words
        title = f"{service.name}: {node.category}"
        found.append(Alike(f"cause:{node.category_id}:{service.pk}", title, why, tickets, service=service))
    return [alike for alike in found if len(alike.tickets) > 1]


def _tickets(which: Q) -> list[Ticket]:
    rows = Node.objects.filter(which).values("review__incident")
    tickets = Ticket.objects.filter(pk__in=rows, is_drill=False, opened_at__gte=clock.now() - WINDOW).order_by("-id")
    return list(tickets[:LOOKED_AT])
