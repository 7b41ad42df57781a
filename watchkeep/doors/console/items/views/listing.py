"""The list of items."""

from typing import Any

from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.signs import STATES
from watchkeep.doors.console.items.views.telling import chips
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import ItemClass, State
from watchkeep.estate.discovery import queries as discovery
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service, ServiceItem
from watchkeep.estate.suppliers.permissions import P as Suppliers


def items(request: Request) -> HttpResponse:
    """Items that are looked after, by name; the question is the address."""
    asked = request.GET
    listed = queries.listed(request.actor, filters(request), cursor=asked.get("cursor"))
    words = {
        "page": listed.page, "count": listed.count, "asked": asked, "signs": STATES, "states": State.choices,
        "classes": ItemClass.objects.visible_to(request.actor), "teams": Team.objects.order_by("name"),
        "chips": chips(request),
    }  # fmt: skip
    return render(request, "items/list.html", words)


def filters(request: Request) -> queries.Filters:
    """What the address asks for. What it names that is not there, nothing fits."""
    asked = request.GET
    service = asked.get("service", "")
    services = Service.objects.visible_to(request.actor).filter(slug=service)
    on = ServiceItem.objects.filter(service__in=services).values(home=Coalesce("item__merged_into", "item"))
    among: Any = on if service else None
    if port := asked.get("port", ""):
        open_there: Any = discovery.with_port(port)
        among = open_there.filter(home__in=on) if service else open_there
    return queries.Filters(
        words=asked.get("q", "").strip()[:200], cls=asked.get("class", "")[:40], state=asked.get("state", ""),
        owner_team=_number(asked.get("team")), owner_person=_number(asked.get("owner")),
        user=_number(asked.get("user")), location=_number(asked.get("location")),
        supplier=_seen(request, "supplier", Suppliers.SEE),
        contract=_seen(request, "contract", Suppliers.SEE_CONTRACTS),
        warranty_ended="warranty" in asked, unowned="unowned" in asked, among=among,
    )  # fmt: skip


def _seen(request: Request, name: str, permission: str) -> int | None:
    """An id in the address of what not everybody sees: whoever does not finds nothing by it."""
    asked = _number(request.GET.get(name))
    return asked if asked is None or request.actor.may(permission) else 0


def _number(text: str | None) -> int | None:
    """An id in the address; what is none means nothing that there is."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
