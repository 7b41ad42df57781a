"""The first page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.now import board
from watchkeep.kernel import clock
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets


def now(request: Request) -> HttpResponse:
    """What one needs to know on coming in, or at three in the morning. Whoever only asks has a portal of their own."""
    if not request.actor.may(Tickets.SEE):
        return redirect("portal:home")
    drawn = {"board": board.gather(request.actor), "now": clock.now(), "may_open": request.actor.may(P.OPEN)}
    return render(request, "now/page.html", drawn)
