"""The queue: every ticket that the reader may see, as the address asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import lines, rooms
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import finding
from watchkeep.doors.console.queue import asked as asking
from watchkeep.doors.console.queue.asked import Asked
from watchkeep.doors.console.queue.forms import SomebodyForm
from watchkeep.doors.console.queue.places import PLACES
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.pages import Page
from watchkeep.work.desk.permissions import P as Desk
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Kind, Ticket
from watchkeep.work.tickets.permissions import P
from watchkeep.work.tickets.queries import OPERATORS, Order

MOST_NEWS = 99
ORDERS = (
    (Order.NEWEST, _("Newest first")),
    (Order.OLDEST, _("Oldest first")),
    (Order.UPDATED, _("Last changed first")),
    (Order.PRIORITY, _("By priority")),
    (Order.COST, _("By cost of delay")),
)


@dataclass(frozen=True)
class Row:
    """A ticket as a line: who has it, where it leads, the clock that is due next, and the verbs that keys lead to."""

    ticket: Ticket
    kind: str
    assignee: str
    href: str
    clock: sla.Face | None
    verbs: Mapping[str, str]


def queue(request: Request, kind: str = "") -> HttpResponse:
    """A page of the queue with its filters and views."""
    somebody = SomebodyForm.of(request)
    asked = Asked.read(request.GET, PLACES[kind])
    if somebody.person:
        return redirect(asked.of(somebody.person).as_address())
    page, not_understood = _page(request, asked)
    views = asking.views(request.actor, asked)
    drawn: dict[str, Any] = {
        "asked": asked,
        "place": asked.place,
        "page": page,
        "lines": _lines(request, asked, page) if page.rows else "",
        "not_understood": not_understood,
        "operators": OPERATORS.values(),
        "views": views,
        "current": next((view for view in views if view.is_current), None),
        "filters": asking.filters(request.actor, asked, somebody),
        "more": asking.more(asked),
        "count": (0, False) if not_understood else _count(request, asked, views, page),
        "newest": max((ticket.pk for ticket in page.rows), default=0),
        "may_open": bool(asked.place.may_open) and request.actor.may(asked.place.may_open),
        "may_work": request.actor.may(Desk.CHANGE_MANY),
        "may_save": request.actor.may(P.VIEWS),
        "may_hear": request.actor.may(P.SEE),
        "orders": [(order.value, words) for order, words in ORDERS],
    }
    return render(request, "queue/queue.html", drawn, status=422 if not_understood or somebody.errors else 200)


def views(request: Request, kind: str = "") -> HttpResponse:
    """The views with their counts as they are now, for a page that is open."""
    asked = Asked.read(request.GET, PLACES[kind])
    found = asking.views(request.actor, asked)
    current = next((view for view in found if view.is_current), None)
    may = {"may_save": request.actor.may(P.VIEWS), "may_hear": request.actor.may(P.SEE)}
    drawn = {"asked": asked, "views": found, "current": current, **may}
    return render(request, "queue/views.html", drawn)


def news(request: Request, kind: str = "") -> JsonResponse:
    """How many tickets have come since the page was drawn."""
    given = {name: values for name, values in request.GET.lists() if name != "after"}
    question = Asked.read(given, PLACES[kind]).question(request.actor)
    after = request.GET.get("after", "")
    found = tickets.queue(request.actor, question).filter(pk__gt=int(after) if after.isdigit() else 0)
    count = found.order_by().values("pk")[:MOST_NEWS].count()
    words = ngettext("%(n)d new", "%(n)d new", count) % {"n": count}
    return JsonResponse({"count": count, "words": f"{words}{'+' if count == MOST_NEWS else ''}"})


def complete(request: Request) -> JsonResponse:
    """What may come next in a question that is being typed."""
    found = tickets.complete(request.actor, request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse({"items": [{"text": one.text, "words": one.words} for one in found]})


def room(request: Request, number: str) -> HttpResponse:
    """Where this ticket is worked, whatever its kind."""
    return redirect(rooms.address(finding.find(request, number)))


def _page(request: Request, asked: Asked) -> tuple[Page[Ticket], str]:
    """The page, or none and what was wrong with the typed question."""
    cursor = request.GET.get("cursor") or None
    try:
        return tickets.page(request.actor, asked.question(request.actor), cursor=cursor), ""
    except Refused as no:
        if no.field != "q":
            raise
        return Page([], None, None), no.message


def _lines(request: Request, asked: Asked, page: Page[Ticket]) -> SafeString:
    return lines.drawn(
        "queue/lines.html",
        rows=_rows(page),
        shows_kind=not asked.place.kind,
        may_work=request.actor.may(Desk.CHANGE_MANY),
        select=gettext("Select"),
        nobody=gettext("Nobody has it"),
    )


def _rows(page: Page[Ticket]) -> list[Row]:
    kinds = {one.value: str(one.label) for one in Kind}
    clocks = sla.next_clocks(ticket.pk for ticket in page.rows)
    return [
        Row(
            ticket=ticket,
            kind=kinds[ticket.kind],
            assignee=str(ticket.assignee or ""),
            href=rooms.address(ticket),
            clock=clocks.get(ticket.pk),
            verbs=rooms.KEYS.get(ticket.kind, {}) if ticket.is_open else {},
        )
        for ticket in page.rows
    ]


def _count(request: Request, asked: Asked, views: list[asking.View], page: Page[Ticket]) -> tuple[int, bool]:
    """How many answer the question: known already when finding them told it, or when it is a view's."""
    if not page.next and not page.previous:
        return len(page.rows), False
    if page.total is not None:
        return page.total, False
    for view in views:
        if view.is_current:
            return view.count
    return tickets.counts(request.actor, [asked.question(request.actor)])[0]
