"""Mailboxes, found by their names and addresses."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor
from watchkeep.work.correspondence import queries

TITLE = _("Mailboxes")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Mailboxes whose name or address holds the words."""
    rows = queries.mailboxes(actor).filter(Q(name__icontains=words) | Q(address__icontains=words))[:size]
    return [Find(one.name, reverse("console:mailbox", args=[one.pk]), "mail", one.address) for one in rows]
