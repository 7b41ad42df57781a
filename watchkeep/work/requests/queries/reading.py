"""One request in words, and the requests of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from watchkeep.estate.people.queries import actor_for
from watchkeep.kernel.pages import Page, keyset
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.queries.filling import said
from watchkeep.work.tickets.models import Kind, Link, Relation, Ticket

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from watchkeep.estate.people.models import Person
    from watchkeep.kernel.actors import Actor
    from watchkeep.work.requests.models import Edition


def requests_page(
    actor: Actor, *, is_open: bool | None = True, cursor: str | None = None, size: int = 50
) -> Page[Request]:
    """The requests that this actor may see, the newest first."""
    rows = Request.objects.visible_to(actor).select_related("item", "ticket__requester", "ticket__assignee")
    if is_open is not None:
        rows = rows.filter(ticket__is_open=is_open)
    return keyset(rows, order=("-ticket_id",), cursor=cursor, size=size)


def is_followed(ticket: Ticket) -> bool:
    """Whether an open request follows on from this one."""
    ties = Link.objects.filter(target=ticket.pk, relation=Relation.FOLLOWS, source__kind=Kind.REQUEST)
    return ties.filter(source__is_open=True).exists()


def takes_requests(person: Person) -> bool:
    """Whether somebody can be given a request to work on."""
    return person.is_active and actor_for(person).may(P.WORK)


def requests_of(actor: Actor) -> QuerySet[Request]:
    """What this person asked for, the newest first."""
    rows = Request.objects.filter(ticket__requester=actor.person) if actor.person else Request.objects.none()
    return rows.select_related("item", "ticket__assignee").order_by("-ticket_id")


def lines_of(request: Request) -> list[tuple[str, str]]:
    """What is asked for, line by line, as those who must agree read it: item, how many, price, every answer."""
    edition = request.edition
    if edition is None or request.item is None:
        return [(str(_("Asked for")), request.ticket.title)]
    lines = [(str(_("Item")), request.item.name)]
    if request.quantity != 1:
        lines.append((str(_("How many")), str(request.quantity)))
    lines += _prices(edition, request.quantity)
    return lines + [(question.label, answer) for question, answer in said(edition.questions, request.answers)]


def _prices(edition: Edition, quantity: int) -> list[tuple[str, str]]:
    prices: list[tuple[str, Decimal]] = [
        (_("Price, once"), edition.price_once),
        (_("Price per month"), edition.price_monthly),
    ]
    return [(str(label), f"€ {price * quantity:,.2f}") for label, price in prices if price]
