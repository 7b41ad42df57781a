"""What agents brought: the latest of it, one inventory, and reading it again."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Inventory, State
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def discovery(request: Request) -> HttpResponse:
    """Gateways, what is in doubt, and everything that was brought, the newest first."""
    request.actor.need(P.SEE, _("see what is found"))
    state = request.GET.get("state", "")
    rows = queries.inventories(request.actor, state=state if state in State.values else "")
    words = {
        "page": keyset(rows, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "states": State.choices,
        "state": state,
        "gateways": queries.gateways(request.actor),
        "doubts": queries.open_doubts(request.actor).count(),
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "discovery/home.html", words)


def inventory(request: Request, pk: int) -> HttpResponse:
    """One inventory: what became of it, and why."""
    return render(request, "discovery/inventory.html", {"inventory": _found(request, pk), "may": _may(request)})


def source(request: Request, pk: int) -> HttpResponseBase:
    """Hand out what was refused as it came, as a download."""
    request.actor.need(P.CONFIGURE, _("see what was refused"))
    row = _found(request, pk)
    if not row.body:
        raise Http404
    kept = BytesIO(bytes(row.body))
    return FileResponse(kept, as_attachment=True, filename=f"inventory-{pk}", content_type="application/octet-stream")


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Read once more what was refused."""
    life.read_again(_found(request, pk), by=request.actor)
    toast(request, _("It is read again. What becomes of it appears here."))
    return redirect("console:inventory", pk)


def _found(request: Request, pk: int) -> Inventory:
    return get_object_or_404(queries.inventories(request.actor).defer(None), pk=pk)


def _may(request: Request) -> bool:
    return request.actor.may(P.CONFIGURE)
