"""What palette and search find here."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.announcements.models import Announcement
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel.actors import Actor

TITLE = _("Announcements")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Announcements by title."""
    if not actor.may(P.SEE):
        return []
    found = Announcement.objects.filter(title__icontains=words).select_related("page").order_by("-id")[:size]
    return [Find(one.title, reverse("console:announcement", args=[one.pk]), "globe", one.page.name) for one in found]
