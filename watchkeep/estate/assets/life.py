"""The life of a configuration item: it is added, corrected and retired."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import ItemAdded, ItemEdited, ItemRetired
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_item(*, by: Actor, name: str, **values: Any) -> Item:
    """Look after one more thing."""
    by.need(P.MANAGE, _("add items"))
    item = Item()
    save(item, name=name, **values)
    tell(ItemAdded(record=item.pk, by=by, name=item.name))
    return item


@transaction.atomic
def edit_item(item: Item, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of it."""
    by.need(P.MANAGE, _("edit items"))
    if changed := save(item, **changes):
        tell(ItemEdited(record=item.pk, by=by, changed=changed))


@transaction.atomic
def retire_item(item: Item, *, by: Actor) -> None:
    """It is no longer in use. What was known of it stays."""
    by.need(P.MANAGE, _("retire items"))
    if Item.objects.filter(pk=item.pk, is_active=True).update(is_active=False) != 1:
        raise Refused(_("It has been retired already."))
    item.is_active = False
    tell(ItemRetired(record=item.pk, by=by))
