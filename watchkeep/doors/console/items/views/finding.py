"""An item that the reader may see."""

from django.shortcuts import get_object_or_404

from watchkeep.doors.console.asking import Request
from watchkeep.estate.assets.models import Item

SHOWN = ("cls", "owner_team", "owner_person", "user", "location")


def item(request: Request, pk: int) -> Item:
    """Return it, or 404."""
    found: Item = get_object_or_404(Item.objects.visible_to(request.actor).select_related(*SHOWN), pk=pk)
    return found
