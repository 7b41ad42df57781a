"""Lessons, as palette and search find them: by number and by the words of reviews, causes and titles."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.insight.reviews import queries
from watchkeep.kernel.actors import Actor

TITLE = _("Lessons")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Published reviews with these words, the newest first."""
    found = queries.lessons(actor, words=words)[:size] if words.strip() else []
    return [
        Find(f"{one.number} {one.incident.ticket.title}", reverse("console:review", args=[one.number]), "bookmark")
        for one in found
    ]
