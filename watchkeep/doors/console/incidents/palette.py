"""Incidents, as palette and search find them: by number, by words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.doors.ui import signs
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets import queries
from watchkeep.work.tickets.models import Kind, Ticket
from watchkeep.work.tickets.queries import Filters, Group

TITLE = _("Incidents")
ONLY = (Kind.INCIDENT.value,)


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """The one with this number; else those with these words, open ones first."""
    exact = Ticket.objects.visible_to(actor).incidents().filter(number=_number(words)).select_related("service")[:1]
    found = list(exact) or queries.page(actor, Filters(kind=ONLY, words=words), size=size).rows
    if len(found) < size and not (len(found) == 1 and found[0].number == _number(words)):
        found += queries.page(actor, Filters(kind=ONLY, words=words, group=Group.ENDED), size=size - len(found)).rows
    return [_find(ticket) for ticket in found]


def _find(ticket: Ticket) -> Find:
    sign = signs.of_state(ticket.state)
    hint = " · ".join(str(part) for part in (ticket.service, sign.label) if part)
    return Find(str(ticket), reverse("console:incident", args=[ticket.number]), sign.icon, hint)


def _number(words: str) -> str:
    plain = words.strip().upper()
    return f"INC-{plain}" if plain.isdigit() else plain
