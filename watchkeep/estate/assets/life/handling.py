"""Handling an item, in the order in which it is lived: from the order to the day it is disposed of."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import events
from watchkeep.estate.assets.life.steps import take
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def receive(item: Item, *, by: Actor) -> None:
    """What was ordered has come, and lies in stock."""
    take(item, "receive", by=by)
    tell(events.ItemReceived(record=item.pk, by=by))


@transaction.atomic
def put_to_use(item: Item, *, by: Actor, user: Person | None = None) -> None:
    """Use it, or hand it to somebody."""
    if user and not user.is_active:
        raise Refused(_("%(name)s has left.") % {"name": user.name}, field="user")
    take(item, "put_to_use", by=by, user=user)
    tell(events.ItemPutToUse(record=item.pk, by=by, user=item.user_id))


@transaction.atomic
def take_back(item: Item, *, by: Actor) -> None:
    """Whoever had it has it no longer; it lies in stock."""
    user = item.user_id
    take(item, "take_back", by=by, user=None)
    tell(events.ItemTakenBack(record=item.pk, by=by, user=user))


@transaction.atomic
def send_to_repair(item: Item, *, by: Actor) -> None:
    """It is broken and away. Whoever has it will get it back."""
    take(item, "send_to_repair", by=by)
    tell(events.ItemSentToRepair(record=item.pk, by=by))


@transaction.atomic
def lose(item: Item, *, by: Actor) -> None:
    """Nobody knows where it is, or nothing has heard of it for too long."""
    take(item, "lose", by=by)
    tell(events.ItemMissing(record=item.pk, by=by))


@transaction.atomic
def find(item: Item, *, by: Actor) -> None:
    """It is there again."""
    take(item, "find", by=by)
    tell(events.ItemFound(record=item.pk, by=by))


@transaction.atomic
def retire(item: Item, *, by: Actor) -> None:
    """It is no longer in use. What was known of it stays."""
    take(item, "retire", by=by)
    tell(events.ItemRetired(record=item.pk, by=by))


@transaction.atomic
def revive(item: Item, *, by: Actor) -> None:
    """It had been retired too early, or is needed again."""
    take(item, "revive", by=by)
    tell(events.ItemRevived(record=item.pk, by=by))


@transaction.atomic
def dispose(item: Item, *, by: Actor, disposal: str) -> None:
    """It is gone for good: say how, and by which certificate."""
    take(item, "dispose", by=by, disposal=disposal.replace("\x00", "").strip()[:300], user=None)
    tell(events.ItemDisposed(record=item.pk, by=by, how=item.disposal))
