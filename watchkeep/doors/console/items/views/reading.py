"""One item: what is known of it and why, how it hangs together, what hangs on it, what became of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items import hanging, showing
from watchkeep.doors.console.items.signs import STATES
from watchkeep.doors.console.items.views import finding
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import ROOT_OF_PLACES, Item
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery.permissions import P as DiscoveryP
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset
from watchkeep.work.problems.models import Problem
from watchkeep.work.tickets.models import Ticket

LATEST = 8


def item(request: Request, pk: int) -> HttpResponse:
    """Everything about one item."""
    try:
        one = finding.item(request, pk)
    except Http404:
        if home := finding.standing_for(request, pk):
            return redirect("console:item", home)
        raise
    on_it = services.directly_on([one.pk]).get(one.pk, [])
    direct = list(Service.objects.visible_to(request.actor).active().filter(pk__in=on_it))
    above = queries.reach([one.pk] if one.is_active else [], upwards=True)
    words: dict[str, Any] = {
        "item": one, "sign": STATES[one.state], "lines": showing.lines(one),  # type: ignore[index]  # its state is one
        "ties": hanging.ties(one), "services": direct, "impact": services.impact_of([], clock.now(), items=[one.pk]),
        "above": len(above.others), "above_is_cut": above.is_cut, "is_place": one.cls.is_within(ROOT_OF_PLACES),
        "steps": showing.steps(queries.changes_of(one)[:LATEST], queries.described(one.cls)),
        "verbs": buttons(one, request), "worth": _worth(one), "tickets": _tickets(request, one, direct),
        "manages": request.actor.may(P.MANAGE), "works": request.actor.may(P.WORK), "today": clock.now().date(),
        "finds": request.actor.may(DiscoveryP.SEE),
    }  # fmt: skip
    return render(request, "items/page.html", words)


def history(request: Request, pk: int) -> HttpResponse:
    """What became of it, a page at a time."""
    one = finding.item(request, pk)
    page = keyset(queries.changes_of(one), order=("-at", "-id"), cursor=request.GET.get("cursor"))
    steps = showing.steps(page.rows, queries.described(one.cls))
    return render(request, "items/history.html", {"item": one, "page": page, "steps": steps})


def buttons(item: Item, request: Request) -> list[tuple[Any, str]]:
    """The verbs that are open to this person now, and where they are done."""
    open_ = life.LIFE.open_to(item, request.actor)
    return [(step, reverse("console:item-step", args=[item.pk, step.verb])) for step in open_]


def _worth(item: Item) -> Decimal | None:
    """What it is worth today, when it was bought and is written off."""
    today: date = clock.now().date()
    return queries.worth_of(item, today)


def _tickets(request: Request, item: Item, direct: list[Service]) -> list[Ticket]:
    """Open problems on it, and open incidents of the services that stand on it."""
    family = Item.objects.family(item.pk)
    problems = Problem.objects.visible_to(request.actor).open().filter(item__in=family).order_by("-ticket_id")[:5]
    incidents = Ticket.objects.visible_to(request.actor).incidents().open().filter(service__in=direct)
    return [one.ticket for one in problems] + (list(incidents.order_by("-id")[:5]) if direct else [])
