"""An item that the reader may see."""

from django.shortcuts import get_object_or_404

from watchkeep.doors.console.asking import Request
from watchkeep.estate.assets.models import Item

SHOWN = ("cls", "owner_team", "owner_person", "user", "location", "supplier", "contract")


def item(request: Request, pk: int) -> Item:
    """Return it, or 404."""
    found: Item = get_object_or_404(Item.objects.visible_to(request.actor).select_related(*SHOWN), pk=pk)
    return found


def standing_for(request: Request, pk: int) -> int | None:
    """The item that stands for one that has turned out to be the same thing."""
    rows = Item.objects.visible_or_merged(request.actor).filter(pk=pk)
    home: int | None = rows.values_list("merged_into", flat=True).first()
    return home
