"""Who else has this ticket open, and what one has begun to write on it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import rooms
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import panels
from watchkeep.doors.console.desk.finding import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import presence
from watchkeep.work.tickets import life
from watchkeep.work.tickets.permissions import P

DOING = {presence.LOOKING, presence.TYPING, presence.GONE}


def here(request: Request, number: str) -> HttpResponse:
    """Who else is here; a POST says what the reader does."""
    request.actor.need(P.SEE_NOTES, str(_("see who works on a ticket")))
    ticket = find(request, number)
    if request.method == "POST" and request.POST.get("doing") in DOING and request.actor.person:
        presence.say(f"here:{ticket.pk}", request.actor.person, request.POST["doing"])
    return render(request, "desk/here.html", {"here": panels.here(ticket, request.actor)})


@require_POST
def draft(request: Request, number: str) -> HttpResponse:
    """Keep what is being written: from a script without a word, from a button with one."""
    ticket = find(request, number)
    life.keep_draft(ticket, by=request.actor, body=request.POST.get("body", ""), way=request.POST.get("way", "note"))
    if request.headers.get("X-Script"):
        return HttpResponse(status=204)
    toast(request, _("Draft kept."))
    return redirect(rooms.address(ticket))
