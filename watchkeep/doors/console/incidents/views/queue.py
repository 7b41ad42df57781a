"""The queue: every incident that the reader may see, as the address asks for it."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import asked as asking
from watchkeep.doors.console.incidents.asked import Asked
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel.pages import Page
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.tickets.permissions import P as ticket_p  # noqa: N811  # two slices, two lists
from watchkeep.work.tickets.queries import Order

MOST_NEWS = 99


def queue(request: Request) -> HttpResponse:
    """A page of the queue with its filters and views."""
    asked = Asked.read(request.GET)
    page = tickets.page(request.actor, asked.question, cursor=request.GET.get("cursor") or None)
    views = asking.views(request.actor, asked)
    drawn: dict[str, Any] = {
        "asked": asked,
        "page": page,
        "rows": _rows(page),
        "views": views,
        "current": next((view for view in views if view.is_current), None),
        "filters": asking.filters(request.actor, asked),
        "more": asking.more(asked),
        "count": _count(request, asked, views, page),
        "newest": max((ticket.pk for ticket in page.rows), default=0),
        "may_open": request.actor.may(P.OPEN),
        "may_work": request.actor.may(P.WORK),
        "may_save": request.actor.may(ticket_p.VIEWS),
        "orders": [(order.value, words) for order, words in ORDERS],
    }
    return render(request, "incidents/queue.html", drawn)


def news(request: Request) -> JsonResponse:
    """How many incidents have come since the page was drawn."""
    asked = Asked.read({name: values for name, values in request.GET.lists() if name != "after"})
    after = request.GET.get("after", "")
    found = tickets.queue(request.actor, asked.question).filter(pk__gt=int(after) if after.isdigit() else 0)
    count = found.order_by().values("pk")[:MOST_NEWS].count()
    words = ngettext("%(n)d new", "%(n)d new", count) % {"n": count}
    return JsonResponse({"count": count, "words": f"{words}{'+' if count == MOST_NEWS else ''}"})


ORDERS = (
    (Order.NEWEST, _("Newest first")),
    (Order.OLDEST, _("Oldest first")),
    (Order.UPDATED, _("Last changed first")),
    (Order.PRIORITY, _("By priority")),
    (Order.COST, _("By cost of delay")),
)


def _rows(page: Page[Ticket]) -> list[tuple[Ticket, list[sla.Face]]]:
    """Each ticket with the clocks that still count."""
    clocks = sla.clocks_for(ticket.pk for ticket in page.rows)
    return [(ticket, [face for face in clocks.get(ticket.pk, []) if face.kind in SHOWN]) for ticket in page.rows]


SHOWN = {"running", "paused"}


def _count(request: Request, asked: Asked, views: list[asking.View], page: Page[Ticket]) -> tuple[int, bool]:
    """How many answer the question: known already when it is a view's, or when all of them are on this page."""
    if not page.next and not page.previous:
        return len(page.rows), False
    for view in views:
        if view.is_current:
            return view.count
    return tickets.counts(request.actor, [asked.question])[0]
