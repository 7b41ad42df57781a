"""What palette and search find of items."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import Actor

TITLE = _("Items")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find items by words of their name, number, serial or tag."""
    rows = queries.alike(Item.objects.visible_to(actor).active(), words).select_related("cls")[:size]
    return [Find(one.name, reverse("console:item", args=[one.pk]), "item", f"{one.number} · {one.cls}") for one in rows]
