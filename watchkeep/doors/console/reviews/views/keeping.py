"""Whether preventive work is done in time, with the days behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.permissions import P

MOST = 200
ASKED = ("month", "task", "state")


def compliance(request: Request) -> HttpResponse:
    """By month and by task; a figure leads to the days that it counts."""
    request.actor.need(P.SEE_ACTIONS, str(_("see preventive tasks")))
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    drawn = {
        "months": queries.by_month(request.actor), "tasks": queries.by_task(request.actor), "asked": asked,
        "rows": queries.behind(request.actor, **asked)[:MOST] if asked else [],
    }  # fmt: skip
    return render(request, "reviews/compliance.html", drawn)
