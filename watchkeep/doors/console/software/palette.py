"""What palette and search find of software products."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.licences.models import Product
from watchkeep.kernel.actors import Actor

TITLE = _("Software")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find products by a part of the name."""
    found = Product.objects.visible_to(actor).filter(name__icontains=words)[:size]
    return [
        Find(one.name, reverse("console:software-product", args=[one.pk]), "software", one.publisher) for one in found
    ]
