"""What I have, and giving it back."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.custody import life as handing
from watchkeep.estate.custody import queries as custody
from watchkeep.estate.custody.models import Handover
from watchkeep.kernel import pages
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Holding

SIZE = 20
LONGEST = 200


def mine(request: Request) -> HttpResponse:
    """Everything that I ordered and have not given back, the newest first."""
    page = pages.keyset(_held(request), order=("-id",), cursor=request.GET.get("cursor"), size=SIZE)
    me = request.actor.person or 0
    drawn = {"page": page, "equipment": custody.held_by(me), "asked": custody.asked_of(me)}
    return render(request, "portal/have.html", drawn)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """I have it."""
    handing.accept(_asked(request, pk), by=request.actor)
    toast(request, _("Thank you. Your answer is on record."))
    return redirect("portal:have")


def object_(request: Request, pk: int) -> HttpResponse:
    """I do not have it, or not as it should be."""
    one, no, status = _asked(request, pk), "", 200
    if request.method == "POST":
        try:
            handing.object_(one, by=request.actor, note=request.POST.get("note", ""))
        except Refused as refused:
            no, status = refused.message, 422 if refused.field else 409
        else:
            toast(request, _("Thank you. Your answer is on record."))
            return redirect("portal:have")
    return render(request, "portal/object.html", {"one": one, "no": no}, status=status)


def give_back(request: Request, pk: int) -> HttpResponse:
    """I do not need it any more. Asked once, because what it holds may be gone afterwards."""
    holding = get_object_or_404(_held(request), pk=pk)
    if request.method != "POST":
        return render(request, "portal/give_back.html", {"holding": holding})
    life.give_back(holding, by=request.actor, reason=request.POST.get("reason", "")[:LONGEST])
    toast(request, _("Given back. Thank you."))
    return redirect("portal:have")


def _asked(request: Request, pk: int) -> Handover:
    rows = Handover.objects.filter(asked_of=request.actor.person or 0).select_related("item")
    return get_object_or_404(rows, pk=pk)


def _held(request: Request) -> QuerySet[Holding]:
    return queries.holdings_of(request.actor.person or 0)
