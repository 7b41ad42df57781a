"""What palette and search find of services."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor

TITLE = _("Services")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find services by a part of the name."""
    found = Service.objects.visible_to(actor).active().filter(name__icontains=words).select_related("owner_team")
    return [
        Find(one.name, reverse("console:service", args=[one.slug]), "service", one.owner_team.name)
        for one in found[:size]
    ]
