"""Saved views: questions to the queue that people come back to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.events import ViewDropped, ViewSaved
from watchkeep.work.tickets.models import SavedView
from watchkeep.work.tickets.permissions import P


@transaction.atomic
def save_view(
    *, by: Actor, name: str, filters: Mapping[str, Any], is_shared: bool = False, position: int = 100
) -> SavedView:
    """Keep a set of filters under a name; the same name again replaces one's own view."""
    by.need(P.SHARE if is_shared else P.VIEWS, "save this view")
    view, _created = SavedView.objects.update_or_create(
        owner_id=by.person,
        name=rules.required(name, "name", most=60),
        defaults={"filters": dict(filters), "is_shared": is_shared, "position": position},
    )
    tell(ViewSaved(record=view.pk, by=by, name=view.name, is_shared=is_shared))
    return view


@transaction.atomic
def drop_view(view: SavedView, *, by: Actor) -> None:
    """Forget a view: one's own, or a shared one for who may share."""
    by.need(P.SHARE if view.is_shared else P.VIEWS, "delete this view")
    if not view.is_shared and view.owner_id != by.person:
        raise NotAllowed("This view is somebody else's.", permission=P.VIEWS)
    tell(ViewDropped(record=view.pk, by=by, name=view.name))
    view.delete()
