"""What waits for my agreement."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from watchkeep.doors.portal import words
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals import life, queries
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.changes import life as changing
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import Brief

MOST = 50


def inbox(request: Request) -> HttpResponse:
    """Everything that waits for me, what ends first on top."""
    return render(request, "portal/approvals.html", {"ballots": list(queries.inbox(request.actor)[:MOST])})


def show(request: Request, pk: int) -> HttpResponse:
    """What I would agree to."""
    ballot = _found(request, pk)
    return render(request, "portal/approval.html", _shown(ballot))


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
        ballot = _found(request, pk)
        context = {**_shown(ballot), "no": no.message, "reason": reason}
        return render(request, "portal/approval.html", context, status=422 if no.field else 409)
    toast(request, words.answered(ballot, request.actor.person))
    return redirect("portal:approvals")


def _shown(ballot: Ballot) -> dict[str, object]:
    """What the page of a question shows."""
    return {"ballot": ballot, "brief": _brief(ballot), "standing": queries.standing_now(ballot.approval)}


def _brief(ballot: Ballot) -> Brief | None:
    """Of a change what one needs first: its risk, what hangs on it, how it is taken back."""
    if ballot.approval.subject != changing.SUBJECT:
        return None
    return changes.brief_of(Change.objects.get(pk=ballot.approval.ticket_id))


def _found(request: Request, pk: int) -> Ballot:
    rows = Ballot.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("approval__ticket", "approval__requester", "person"), pk=pk)
