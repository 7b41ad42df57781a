"""What happens to articles when what they are about changes."""

from django.utils.translation import gettext as _

from watchkeep.estate.assets import events as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.knowledge import life
from watchkeep.estate.services import events as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import CLOCK

CHANGES_NOTHING = {"owner_team", "value_per_hour", "users_count", "customers_count", "tier", "description"}
"""What may change about a service without making an article about it wrong."""
KEEPS_AN_ITEM = {"owner_team"}


def doubt_edited_service(fact: services.ServiceEdited) -> None:
    """Its name or hours are others now."""
    if set(fact.changed) - CHANGES_NOTHING:
        _doubt_service(fact.record, _("%(name)s has changed."))


def doubt_retired_service(fact: services.ServiceRetired) -> None:
    """It is no longer offered."""
    _doubt_service(fact.record, _("%(name)s is no longer offered."))


def doubt_moved_service(
    fact: services.DependencyAdded | services.DependencyRemoved | services.ItemAttached | services.ItemDetached,
) -> None:
    """It stands on something else now."""
    _doubt_service(fact.record, _("What %(name)s stands on has changed."))


def doubt_edited_item(fact: assets.ItemEdited) -> None:
    """What we know of an item has changed."""
    if set(fact.changed) - KEEPS_AN_ITEM:
        _doubt_item(fact.record, _("%(name)s has changed."))


def doubt_retired_item(fact: assets.ItemRetired) -> None:
    """It is no longer in use."""
    _doubt_item(fact.record, _("%(name)s is no longer in use."))


def _doubt_service(pk: int, reason: str) -> None:
    life.mark_stale(by=CLOCK, service=pk, reason=reason % {"name": Service.objects.get(pk=pk).name})


def _doubt_item(pk: int, reason: str) -> None:
    life.mark_stale(by=CLOCK, item=pk, reason=reason % {"name": Item.objects.get(pk=pk).name})
