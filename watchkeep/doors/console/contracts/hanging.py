"""What hangs on a contract: services that lean on it, whether it promises as much as we do, licences and items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.contracts.finding import find
from watchkeep.doors.console.contracts.forms import ItemForm, ServiceForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.sla import queries as sla
from watchkeep.duty.sla.models import Target
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.licences.models import Entitlement
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.pages import capped_count

MOST = 100
MOST_ITEMS = 50
GRAVEST = 1


@dataclass(frozen=True)
class Leaning:
    """A service on a contract. ``gaps``: what we promise for it that the supplier does not."""

    service: Service
    gaps: list[str]


def leaning(contract: Contract, actor: Actor) -> list[Leaning]:
    """The services that lean on a contract, in a constant number of queries."""
    rows = list(Service.objects.visible_to(actor).filter(leans_on__contract=contract)[:MOST])
    theirs = {"response": contract.response_minutes, "resolution": contract.resolution_minutes}
    promised = sla.promised_at(GRAVEST, rows) if rows and any(theirs.values()) else {}
    return [Leaning(one, _gaps(promised.get(one.pk, {}), theirs)) for one in rows]


def licensed(contract: Contract, actor: Actor) -> list[Entitlement]:
    """What was bought by a contract to use software, for who may see that."""
    rows = Entitlement.objects.visible_to(actor).filter(contract=contract)
    return list(rows.prefetch_related("products").order_by("pk")[:MOST_ITEMS])


def items_on(actor: Actor, **on: Any) -> tuple[list[Item], tuple[int, bool]]:
    """The items on a contract or of a supplier that are looked after, the first of them, and how many there are."""
    rows = Item.objects.visible_to(actor).active().filter(**on)
    return list(rows.select_related("cls").order_by("name", "id")[:MOST_ITEMS]), capped_count(rows)


def add_item(request: Request, number: str) -> HttpResponse:
    """Say which item hangs on it."""
    request.actor.need(Items.MANAGE)
    contract = find(request, number)
    form = ItemForm.asked(request, actor=request.actor)
    on: dict[str, Any] = {"contract": contract, "supplier": contract.supplier}
    if form.carries(lambda: assets.edit_item(form.cleaned_data["item"], by=request.actor, **on)):
        toast(request, _("Added."))
        return redirect(_page(contract))
    title, back = _("What hangs on %(name)s") % {"name": contract.number}, _page(contract)
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


@require_POST
def remove_item(request: Request, number: str, pk: int) -> HttpResponse:
    """Say that an item no longer hangs on it."""
    contract = find(request, number)
    item = get_object_or_404(Item.objects.visible_to(request.actor).filter(contract=contract), pk=pk)
    assets.edit_item(item, by=request.actor, contract=None)
    return redirect(_page(contract))


def add(request: Request, number: str) -> HttpResponse:
    """Say which service leans on it."""
    request.actor.need(P.MANAGE)
    contract, form = find(request, number), ServiceForm.asked(request)
    if form.carries(lambda: life.attach_contract(form.cleaned_data["service"], contract, by=request.actor)):
        toast(request, _("Added."))
        return redirect("console:contract", contract.number)
    title, back = _("What leans on %(name)s") % {"name": contract.number}, _page(contract)
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


@require_POST
def remove(request: Request, number: str, slug: str) -> HttpResponse:
    """Say that a service no longer leans on it."""
    contract = find(request, number)
    service = get_object_or_404(Service.objects.visible_to(request.actor), slug=slug)
    life.detach_contract(service, contract, by=request.actor)
    return redirect(_page(contract))


def _page(contract: Contract) -> str:
    return reverse("console:contract", args=[contract.number])


def _gaps(ours: Mapping[str, Target], theirs: Mapping[str, int | None]) -> list[str]:
    """Where the supplier may take longer than we. What counts in business hours alone cannot be compared so."""
    words = {"response": _("we respond within %(ours)s"), "resolution": _("we resolve within %(ours)s")}
    return [
        words[name] % {"ours": target.within}
        for name, target in ours.items()
        if not target.in_business_hours and (theirs[name] or 0) > target.minutes
    ]
