"""Catalogue items, as palette and search find them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries
from watchkeep.work.requests.permissions import P

TITLE = _("Catalogue")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Those with these words, for who works with the catalogue."""
    if not actor.may(P.SEE_CATALOGUE):
        return []
    found = queries.items(actor, words=words).order_by("name", "id")[:size]
    return [Find(one.name, reverse("console:catalogue-item", args=[one.pk]), "tag") for one in found]
