"""Routes: added, changed, moved, removed. Each is checked before it can lead an alert astray."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from watchkeep.insight.detection.events import RouteAdded, RouteChanged, RouteRemoved
from watchkeep.insight.detection.models import Route
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel import matching
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

CHANGEABLE = (
    "name", "integration", "matchers", "service", "severity", "policy", "group_by", "spans_services", "opens_incident",
    "is_active",
)  # fmt: skip


@transaction.atomic
def add_route(*, by: Actor, **values: Any) -> Route:
    """Add a route at the end."""
    by.need(P.CONFIGURE, "set up routes")
    last = Route.objects.aggregate(last=Max("position"))["last"] or 0
    route = _saved(Route(position=last + 1, **{name: values[name] for name in CHANGEABLE if name in values}))
    tell(RouteAdded(record=route.pk, by=by, name=route.name))
    return route


@transaction.atomic
def change_route(route: Route, *, by: Actor, **changes: Any) -> None:
    """Change a route."""
    by.need(P.CONFIGURE, "set up routes")
    told = [name for name in CHANGEABLE if name in changes and changes[name] != getattr(route, name)]
    for name in told:
        setattr(route, name, changes[name])
    if told:
        _saved(route)
        tell(RouteChanged(record=route.pk, by=by, fields=told))


@transaction.atomic
def move_route(route: Route, *, by: Actor, up: bool) -> None:
    """Let a route be asked one place earlier, or later."""
    by.need(P.CONFIGURE, "set up routes")
    order = list(Route.objects.select_for_update().order_by("position", "id"))
    at = next(index for index, one in enumerate(order) if one.pk == route.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, 1):
        Route.objects.filter(pk=one.pk).exclude(position=position).update(position=position)
    tell(RouteChanged(record=route.pk, by=by, fields=["position"]))


@transaction.atomic
def remove_route(route: Route, *, by: Actor) -> None:
    """Take a route away; alerts that it led go on as they are."""
    by.need(P.CONFIGURE, "set up routes")
    tell(RouteRemoved(record=route.pk, by=by, name=route.name))
    route.delete()


def _saved(route: Route) -> Route:
    matching.parse(route.matchers)
    if not route.name.strip():
        raise Refused("Give it a name.", field="name")
    try:
        with transaction.atomic():
            route.save()
    except IntegrityError as error:
        raise Refused("Another route has this name.", field="name") from error
    return route
