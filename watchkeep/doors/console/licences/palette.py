"""What palette and search find of licences."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.licences.models import Entitlement
from watchkeep.kernel.actors import Actor

TITLE = _("Licences")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find what was bought by its number or a part of its name."""
    said = Q(number=words.upper()) | Q(name__icontains=words)
    found = Entitlement.objects.visible_to(actor).filter(said)[:size]
    return [Find(one.name, reverse("console:entitlement", args=[one.number]), "key", one.number) for one in found]
