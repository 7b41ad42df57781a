"""What waits for my agreement."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals import life, queries
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.changes import life as changes_life
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.models import Change

MOST = 50


def inbox(request: Request) -> HttpResponse:
    """Everything that waits for me, what ends first on top."""
    return render(request, "portal/approvals.html", {"ballots": list(queries.inbox(request.actor)[:MOST])})


def show(request: Request, pk: int) -> HttpResponse:
    """What I would agree to."""
    return render(request, "portal/approval.html", _drawn(_found(request, pk)))


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Yes, or no with a reason."""
    ballot, reason = _found(request, pk), request.POST.get("reason", "")[:1000]
    seen = request.POST.get("seen", "")
    try:
        if request.POST.get("answer") == "yes":
            life.approve(ballot, by=request.actor, seen=seen, note=reason)
        else:
            life.refuse(ballot, by=request.actor, reason=reason, seen=seen)
    except Refused as no:
        context = _drawn(_found(request, pk)) | {"no": no.message, "reason": reason}
        return render(request, "portal/approval.html", context, status=422 if no.field else 409)
    toast(request, _("Thank you. Your answer is on record."))
    return redirect("portal:approvals")


def _drawn(ballot: Ballot) -> dict[str, Any]:
    """What it is about; of a change first what is known of its risk, and what hangs on it."""
    if ballot.approval.subject != changes_life.SUBJECT:
        return {"ballot": ballot}
    change = Change.objects.get(pk=ballot.approval.ticket_id)
    return {"ballot": ballot, "change": change, "brief": changes.brief_of(change)}


def _found(request: Request, pk: int) -> Ballot:
    rows = Ballot.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("approval__ticket", "approval__requester", "person"), pk=pk)
