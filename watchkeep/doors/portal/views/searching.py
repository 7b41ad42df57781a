"""Looking for help: a page that works by itself, and a part of it while the reader still types."""

from django.http import HttpResponse
from django.shortcuts import render

from watchkeep.doors.portal import finding, words
from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.portal.views.home import outages
from watchkeep.doors.ui.asking import Request
from watchkeep.work.selfservice import life

TYPED = 5


def search(request: Request) -> HttpResponse:
    """What was found. Only here it counts as looking for help; what is typed on the way does not."""
    finds = finding.find(request.actor, portal_of(request), request.GET.get("q", ""))
    life.look(by=request.actor, words=finds.words, found_any=bool(finds.articles or finds.items))
    context = {"finds": finds, "standing": words.lines(finds.tickets, request.actor)}
    return render(request, "portal/search.html", {**context, "outages": outages(request)})


def suggest(request: Request) -> HttpResponse:
    """What fits so far."""
    asked = request.GET.get("q", "")
    finds = finding.find(request.actor, portal_of(request), asked, most=TYPED, is_typing=True)
    context = {"finds": finds, "standing": words.lines(finds.tickets, request.actor)}
    return render(request, "portal/suggestions.html", context)
