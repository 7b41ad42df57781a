"""The calendar of changes."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.calendar import spans
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import queries
from watchkeep.work.changes.permissions import P


def calendar(request: Request) -> HttpResponse:
    """Changes, windows and freezes of a day, a week, a month, or as a timeline; of one service or team if asked."""
    request.actor.need(P.SEE, _("see changes"))
    span, only = spans.asked(request.GET.dict()), spans.narrowed(request.GET)
    found = queries.calendar_of(request.actor, span.starts_at, span.ends_at, **only)
    is_line = span.view == "timeline"
    drawn = {
        "span": span, "views": spans.VIEWS, "days": [] if is_line else spans.days_of(span, found.entries),
        "bars": spans.bars_of(span, found.entries) if is_line else [], "only": only,
        "heading": spans.in_words(span), "weeks": spans.weeks_of(span) if is_line else [], "now": spans.now_in(span),
        "services": Service.objects.visible_to(request.actor).active().order_by("name")[:500],
        "is_cut": found.is_cut or (is_line and len(found.entries) > spans.MOST_DRAWN),
        "feeds": f"{reverse('console:change-feeds')}?{urlencode(only)}",
        "teams": Team.objects.order_by("name")[:500],
    }  # fmt: skip
    return render(request, "calendar/calendar.html", drawn)
