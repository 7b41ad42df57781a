"""One item: what is known of it and why, how it hangs together, what hangs on it, what became of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items import hanging, showing
from watchkeep.doors.console.items.signs import STATES
from watchkeep.doors.console.items.views import finding
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import ROOT_OF_PLACES, Change, Item
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import queries as discovery
from watchkeep.estate.discovery.permissions import P as DiscoveryP
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers.permissions import P as Suppliers
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset
from watchkeep.work.changes import queries as changes
from watchkeep.work.problems.models import Problem
from watchkeep.work.tickets.models import Ticket

LATEST = 8
FIRST_TITLES = 12
MOST_PORTS = 40


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
    described = queries.described(one.cls)
    above = queries.reach([one.pk] if one.is_active else [], upwards=True)
    words: dict[str, Any] = {
        "item": one, "sign": STATES[one.state], "lines": showing.lines(one),  # type: ignore[index]  # its state is one
        "ties": hanging.ties(one), "services": direct, "impact": services.impact_of([], clock.now(), items=[one.pk]),
        "above": len(above.others), "above_is_cut": above.is_cut, "is_place": one.cls.is_within(ROOT_OF_PLACES),
        "steps": showing.steps(_changes(request, one)[:LATEST], described),
        "missing": queries.missing_of(one, described), "verbs": buttons(one, request),
        "worth": _worth(one), "tickets": _tickets(request, one, direct),
        "changes": changes.changes_of_item(one.pk, request.actor),
        "manages": request.actor.may(P.MANAGE), "works": request.actor.may(P.WORK), "today": clock.now().date(),
        "finds": request.actor.may(DiscoveryP.SEE), "brings_bills": request.actor.may(DiscoveryP.RECEIVE),
        "software": list(queries.installed_on(one)[: FIRST_TITLES + 1]), "first_titles": FIRST_TITLES,
        "answers": list(discovery.answering_on(one.pk)[: MOST_PORTS + 1]), "most_ports": MOST_PORTS,
        "ahead": discovery.clocks_ahead(one.pk) if request.actor.may(DiscoveryP.SEE) else (),
        "sees_suppliers": request.actor.may(Suppliers.SEE),
        "sees_contracts": request.actor.may(Suppliers.SEE_CONTRACTS),
    }  # fmt: skip
    return render(request, "items/page.html", words)


def history(request: Request, pk: int) -> HttpResponse:
    """What became of it, a page at a time."""
    one = finding.item(request, pk)
    page = keyset(_changes(request, one), order=("-at", "-id"), cursor=request.GET.get("cursor"))
    steps = showing.steps(page.rows, queries.described(one.cls))
    return render(request, "items/history.html", {"item": one, "page": page, "steps": steps})


def software(request: Request, pk: int) -> HttpResponse:
    """What is installed on it, a page at a time."""
    one, asked = finding.item(request, pk), request.GET.get("q", "")[:200]
    rows = queries.installed_on(one, asked)
    page = keyset(rows, order=queries.BY_TITLE, cursor=request.GET.get("cursor"))
    words = {"item": one, "page": page, "count": capped_count(rows), "q": asked}
    return render(request, "items/software.html", words)


def ports(request: Request, pk: int) -> HttpResponse:
    """What answers at it and what did, a page at a time."""
    one = finding.item(request, pk)
    page = keyset(discovery.answered_on(one.pk), order=("-since", "-id"), cursor=request.GET.get("cursor"))
    return render(request, "items/ports.html", {"item": one, "page": page})


def buttons(item: Item, request: Request) -> list[tuple[Any, str]]:
    """The verbs that are open to this person now, and where they are done."""
    open_ = life.LIFE.open_to(item, request.actor)
    return [(step, reverse("console:item-step", args=[item.pk, step.verb])) for step in open_]


def _changes(request: Request, item: Item) -> QuerySet[Change]:
    """What became of it; on which contract it was, only for whoever may see contracts."""
    rows = queries.changes_of(item)
    return rows if request.actor.may(Suppliers.SEE_CONTRACTS) else rows.exclude(attribute="contract")


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
