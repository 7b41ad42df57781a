"""By which action a product's seats are taken back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.models import Connection
from watchkeep.duty.connections.permissions import P as Actions
from watchkeep.duty.reclaiming import queries
from watchkeep.duty.reclaiming.events import WaySet
from watchkeep.duty.reclaiming.models import Way
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.estate.licences.models import Product
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def set_way(
    product: Product, *, by: Actor, action: str, parameters: Mapping[str, Any], connection: Connection | None = None
) -> Way:
    """Take a product's seats back by this action from now on. Refused with the field that is wrong.

    Who says so must be allowed to run actions, since the machine runs this one in their stead.
    """
    by.need(P.CONFIGURE, _("say how seats are taken back"))
    by.need(Actions.RUN, _("run actions"))
    actions.read(action, parameters, queries.GIVEN)
    wanted = actions.about(action).connects
    if (connection.kind if connection else "") != wanted:
        raise Refused(_("Choose a connection of the right kind."), field="connection")
    said = {"action": action, "connection": connection, "parameters": dict(parameters)}
    way, _is_new = Way.objects.update_or_create(product=product, defaults=said)
    tell(WaySet(record=product.pk, by=by, action=action, connection=connection.pk if connection else None))
    return way


@transaction.atomic
def drop_way(product: Product, *, by: Actor) -> None:
    """Leave a product's seats to people. What runs goes on."""
    by.need(P.CONFIGURE, _("say how seats are taken back"))
    if Way.objects.filter(product=product).delete()[0]:
        tell(WaySet(record=product.pk, by=by, action="", connection=None))
