"""The first page: one question, what is broken just now, and how my own things stand."""

from django.http import HttpResponse
from django.shortcuts import render

from watchkeep.doors.portal import words
from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.ui.asking import Request
from watchkeep.duty.announcements.models import Announcement
from watchkeep.estate.custody import queries as custody
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.selfservice import queries

MINE, OUTAGES, WAITING, ASKED = 5, 3, 3, 3


def home(request: Request) -> HttpResponse:
    """One question: what can we help with."""
    own = queries.tickets_of(request.actor).open().filter(requester=request.actor.person)[:MINE]
    context = {
        "outages": outages(request),
        "asked": custody.asked_of(request.actor.person or 0)[:ASKED],
        "waiting": list(approvals.inbox(request.actor)[:WAITING]),
        "shelves": queries.categories(portal_of(request), request.actor),
        "mine": words.lines(own, request.actor),
    }
    return render(request, "portal/home.html", context)


def outages(request: Request) -> list[Announcement]:
    """What is announced as broken on status pages that the reader may see, in public words."""
    rows = Announcement.objects.shown().open().filter(kind="incident").visible_to(request.actor)
    return list(rows.select_related("page").order_by("-published_at")[:OUTAGES])
