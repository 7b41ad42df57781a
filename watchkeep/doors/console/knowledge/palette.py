"""Articles, as palette and search find them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.knowledge import queries
from watchkeep.kernel.actors import Actor

TITLE = _("Articles")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Published articles that answer, best first."""
    found = queries.search(actor, words, most=size, is_typing=True) if words.strip() else []
    return [
        Find(str(one.article), reverse("console:article", args=[one.article.number]), "book", one.article.summary)
        for one in found
    ]
