"""What I have, and giving it back."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import pages
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Holding

SIZE = 20
LONGEST = 200


def mine(request: Request) -> HttpResponse:
    """Everything that I ordered and have not given back, the newest first."""
    page = pages.keyset(_held(request), order=("-id",), cursor=request.GET.get("cursor"), size=SIZE)
    return render(request, "portal/have.html", {"page": page})


def give_back(request: Request, pk: int) -> HttpResponse:
    """I do not need it any more. Asked once, because what it holds may be gone afterwards."""
    holding = get_object_or_404(_held(request), pk=pk)
    if request.method != "POST":
        return render(request, "portal/give_back.html", {"holding": holding})
    life.give_back(holding, by=request.actor, reason=request.POST.get("reason", "")[:LONGEST])
    toast(request, _("Given back. Thank you."))
    return redirect("portal:have")


def _held(request: Request) -> QuerySet[Holding]:
    return queries.holdings_of(request.actor.person or 0)
