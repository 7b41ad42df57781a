"""Changes, as palette and search find them: by number and by words of the title."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change

TITLE = _("Changes")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Those with this number or these words in their titles, the newest first."""
    fits = Q(ticket__number=words.strip().upper()) | Q(ticket__title__icontains=words.strip())
    found = Change.objects.visible_to(actor).filter(fits)[:size]
    return [Find(str(one), reverse("console:change", args=[one.number]), "change") for one in found]
