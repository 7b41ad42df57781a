"""What palette and search find of teams."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.people.models import Team
from watchkeep.kernel.actors import Actor

TITLE = _("Teams")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find teams by a part of the name."""
    found = Team.objects.visible_to(actor).filter(name__icontains=words)[:size]
    return [Find(one.name, reverse("console:team", args=[one.slug]), "team", one.description) for one in found]
