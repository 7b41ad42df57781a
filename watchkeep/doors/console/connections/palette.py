"""Connections, found by their names and by where they lead."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.connections.models import Connection
from watchkeep.kernel.actors import Actor

TITLE = _("Connections")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Connections whose name or address holds the words."""
    rows = Connection.objects.visible_to(actor).filter(Q(name__icontains=words) | Q(hint__icontains=words))[:size]
    return [Find(one.name, reverse("console:connection", args=[one.pk]), "integration", one.hint) for one in rows]
