"""How changes went in the last month, quarter or year, beside the same time before it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.results import drawing
from watchkeep.insight.verdicts import queries
from watchkeep.kernel import clock
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.permissions import P

SPANS = (30, 90, 365)


def results(request: Request) -> HttpResponse:
    """What ended and how, week by week, and by team, model and service."""
    request.actor.need(P.SEE, _("see changes"))
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in SPANS} else SPANS[0]
    report = queries.results(request.actor, days=days, until=clock.now())
    drawn = {
        "report": report, "days": days, "spans": SPANS, "lines": drawing.lines(report), "bars": drawing.bars(report),
        "groups": drawing.groups(report), "replay": changes.replay(),
    }  # fmt: skip
    return render(request, "results/page.html", drawn)
