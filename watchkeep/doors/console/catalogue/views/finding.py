"""An item and its editions, found among those that the reader may see; and what the reader may do with them."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.duty.fulfilment.permissions import P as Fulfilment
from watchkeep.duty.sla.permissions import P as Promises
from watchkeep.work.requests.models import CatalogueItem
from watchkeep.work.requests.permissions import P


def item(request: Request, pk: int) -> CatalogueItem:
    """The item, for who works with the catalogue."""
    request.actor.need(P.SEE_CATALOGUE, _("work with the catalogue"))
    rows = CatalogueItem.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("category", "service", "team", "owner", "edition"), pk=pk)


def to_change(request: Request, pk: int) -> CatalogueItem:
    """The item, for who looks after the catalogue."""
    request.actor.need(P.CATALOGUE, _("look after the catalogue"))
    return item(request, pk)


def may(request: Request) -> dict[str, Any]:
    """What the reader may do, for the buttons of a page."""
    actor = request.actor
    return {
        "may_change": actor.may(P.CATALOGUE),
        "may_plan": actor.may(Fulfilment.CONFIGURE),
        "may_promise": actor.may(Promises.CONFIGURE),
    }
