"""The calendar of changes."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.calendar import spans
from watchkeep.doors.console.calendar.spans import Span
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.changes import queries
from watchkeep.work.changes.permissions import P


def calendar(request: Request) -> HttpResponse:
    """Changes, windows and freezes of a day, a week, a month, or as a timeline; of one service or team if asked."""
    return _page(request, spans.asked(request.GET.dict()))


def now(request: Request) -> HttpResponse:
    """What is under way, and what comes today, tonight and tomorrow."""
    return _page(request, spans.current())


def _page(request: Request, span: Span) -> HttpResponse:
    request.actor.need(P.SEE, _("see changes"))
    only = spans.narrowed(request.GET)
    found = queries.calendar_of(request.actor, span.starts_at, span.ends_at, at=clock.now(), **only)
    is_line = span.view == "timeline"
    drawn = {
        "span": span, "views": spans.VIEWS, "days": [] if is_line else spans.days_of(span, found.entries),
        "bars": spans.bars_of(span, found.entries) if is_line else [], "only": only,
        "heading": spans.in_words(span), "weeks": spans.weeks_of(span) if is_line else [], "now": spans.now_in(span),
        "services": Service.objects.visible_to(request.actor).active().order_by("name")[:500],
        "is_cut": found.is_cut or (is_line and len(found.entries) > spans.MOST_DRAWN),
        "feeds": f"{reverse('console:change-feeds')}?{urlencode(only)}",
        "teams": Team.objects.order_by("name")[:500], "before": _before(only),
        "turned": "day" if span.view == spans.NOW else span.view, "news": _news(only),
        "zone": timezone.get_current_timezone_name().replace("_", " "), "may_plan": request.actor.may(P.PLAN),
    }  # fmt: skip
    return render(request, "calendar/calendar.html", drawn)


def _before(only: dict[str, int]) -> str:
    """An address of the calendar, up to its view and its day."""
    kept = urlencode(only)
    return f"{reverse('console:change-calendar')}?{kept}{'&' if kept else ''}"


def _news(only: dict[str, int]) -> str:
    """An address that begins a change, of the service that is looked at, up to its time."""
    of = f"service={only['service']}&" if "service" in only else ""
    return f"{reverse('console:change-new')}?{of}"
