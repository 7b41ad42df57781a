"""Who is on call now and next, and what is mine."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from watchkeep.doors.console.asking import Request
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.models import PageCheck, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock

AHEAD = timedelta(weeks=8)


def board(request: Request) -> HttpResponse:
    """Every schedule now and next, holes ahead, and the reader's own shifts."""
    request.actor.need(P.SEE, "see who is on call")
    now = clock.now()
    shifts = queries.shifts_of(request.user, now, now + AHEAD)
    seen = {
        "board": queries.board(Schedule.objects.visible_to(request.actor), now),
        "check": PageCheck.objects.first(),
        "waiting": queries.covers_for(request.user),
        "shifts": shifts,
        "mine": [shift for shift in shifts if shift.holds(now)],
        "may_plan": request.actor.may(P.MANAGE),
        "now": now,
    }
    return render(request, "oncall/board.html", seen)
