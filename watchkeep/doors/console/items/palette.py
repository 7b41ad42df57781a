"""What palette and search find of items."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import Actor

TITLE = _("Items")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find items by a part of the name."""
    found = Item.objects.visible_to(actor).filter(is_active=True, name__icontains=words).select_related("cls")[:size]
    return [Find(one.name, reverse("console:item", args=[one.pk]), "item", str(one.cls)) for one in found]
