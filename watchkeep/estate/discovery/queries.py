"""What doors and pages ask of discovery."""

from django.db.models import Q, QuerySet

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.models import Gateway, Trace
from watchkeep.estate.discovery.rules import macs
from watchkeep.kernel import clock
from watchkeep.kernel.secrets import digest


def kind_of_nic(name: str, mac: str, *, is_virtual: bool = False) -> str:
    """Whose a network card is: the thing's own, made by software, or part of a dock."""
    return macs.kind_of(name, mac, is_virtual=is_virtual)


def standing_for(item: int) -> int:
    """The item that stands for this one; itself, when none does."""
    return Item.objects.values_list("merged_into", flat=True).get(pk=item) or item


def traces_of(item: int) -> QuerySet[Trace]:
    """All that tells this item apart, told of it or of those that it stands for, the oldest first."""
    return Trace.objects.filter(item__in=Item.objects.family(item)).select_related("source").order_by("pk")


def gateway_by(key: str) -> Gateway | None:
    """The gateway that a key opens: its own, or its former one while that works. None if it opens nothing."""
    if not key:
        return None
    given = digest(key)
    fits = Q(digest=given) | Q(former_digest=given, former_until__gt=clock.now())
    return Gateway.objects.filter(fits, is_active=True).select_related("source").first()
