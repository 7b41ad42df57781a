"""Requests, as palette and search find them: by number and by words of the title."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets.models import Kind, Ticket

TITLE = _("Requests")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Those with this number or these words in their titles, the newest first."""
    fits = Q(ticket__number=words.strip().upper()) | Q(ticket__title__icontains=words.strip())
    seen = Ticket.objects.visible_to(actor).filter(kind=Kind.REQUEST)
    found = Request.objects.filter(fits, ticket__in=seen)[:size]
    return [Find(str(one), reverse("console:request", args=[one.number]), "request") for one in found]
