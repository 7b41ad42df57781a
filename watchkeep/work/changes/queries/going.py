"""Reads: what is being carried out at this moment, by the services and items that it touches: what maps show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchkeep.estate.services.models import ServiceItem
from watchkeep.work.changes.models import Change, ChangeItem, ChangeService, Deployment
from watchkeep.work.tickets.models import State

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

MOST = 500
"""So many times at most a change that goes on is found on something that is asked for: the newest."""


@dataclass(frozen=True)
class Going:
    """A change that is being carried out; ``deployment`` is the newest of it that goes live now."""

    change: Change
    deployment: Deployment | None


@dataclass(frozen=True)
class UnderWay:
    """What goes on, the newest first, by each service and each item that it touches. ``is_cut``: there is more."""

    services: dict[int, list[Going]] = field(default_factory=dict)
    items: dict[int, list[Going]] = field(default_factory=dict)
    is_cut: bool = False


def under_way(services: Collection[int], items: Collection[int], actor: Actor) -> UnderWay:
    """What goes on there, as far as this actor may see it: five statements at most.

    What touches an item that a service runs on touches the service.
    """
    runs_on = ServiceItem.objects.filter(service__in=services)
    now = {"change__ticket__state": State.IMPLEMENTING}
    told = ChangeService.objects.filter(service__in=services, **now).values_list("service", "change")
    held = ChangeItem.objects.filter(item__in=[*items], **now) | ChangeItem.objects.filter(
        item__in=runs_on.values("item"), **now
    )
    on_services = list(told.order_by("-change")[: MOST + 1])
    on_items = list(held.values_list("item", "change").order_by("-change")[: MOST + 1])
    by_service, by_item = _sets(on_services[:MOST]), _sets(on_items[:MOST])
    if by_item:
        for service, item in runs_on.filter(item__in=by_item).values_list("service", "item"):
            by_service[service] |= by_item[item]
    found = _going({pk for several in (*by_service.values(), *by_item.values()) for pk in several}, actor)
    asked = set(items)
    own = {pk: several for pk, several in by_item.items() if pk in asked}
    return UnderWay(_told(by_service, found), _told(own, found), max(len(on_services), len(on_items)) > MOST)


def _sets(pairs: Collection[tuple[int, int]]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for touched, change in pairs:
        found[touched].add(change)
    return found


def _going(changes: set[int], actor: Actor) -> dict[int, Going]:
    """Each of these that this actor may see, the newest first."""
    if not changes:
        return {}
    rows = Change.objects.visible_to(actor).filter(pk__in=changes).order_by("-begun_at", "-ticket_id")
    live = Deployment.objects.under_way().filter(change__in=changes).order_by("began_at", "id")
    deployments = {one.change_id: one for one in live}
    return {one.pk: Going(one, deployments.get(one.pk)) for one in rows}


def _told(touched: dict[int, set[int]], found: dict[int, Going]) -> dict[int, list[Going]]:
    told = {pk: [one for key, one in found.items() if key in changes] for pk, changes in touched.items()}
    return {pk: several for pk, several in told.items() if several}
