"""What doors and pages ask of discovery."""

from django.db.models import QuerySet

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.models import Trace
from watchkeep.estate.discovery.rules import macs


def kind_of_nic(name: str, mac: str, *, is_virtual: bool = False) -> str:
    """Whose a network card is: the thing's own, made by software, or part of a dock."""
    return macs.kind_of(name, mac, is_virtual=is_virtual)


def standing_for(item: int) -> int:
    """The item that stands for this one; itself, when none does."""
    return Item.objects.values_list("merged_into", flat=True).get(pk=item) or item


def traces_of(item: int) -> QuerySet[Trace]:
    """All that tells this item apart, told of it or of those that it stands for, the oldest first."""
    return Trace.objects.filter(item__in=Item.objects.family(item)).select_related("source").order_by("pk")
