"""What palette and search find of indicators."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.insight.verdicts.models import Indicator
from watchkeep.kernel.actors import Actor

TITLE = _("Indicators")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find indicators by a part of the name."""
    rows = Indicator.objects.visible_to(actor).filter(name__icontains=words.strip()).select_related("service")[:size]
    return [Find(one.name, reverse("console:indicator", args=[one.pk]), "heartbeat", one.service.name) for one in rows]
