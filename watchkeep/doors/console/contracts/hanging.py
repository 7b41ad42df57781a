"""What hangs on a contract: the services that lean on it, and whether it promises as much as we do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.contracts.finding import find
from watchkeep.doors.console.contracts.forms import ServiceForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.sla import queries as sla
from watchkeep.duty.sla.models import Target
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import Actor

MOST = 100
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
