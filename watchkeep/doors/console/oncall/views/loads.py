"""What being on call was in a month: hours, pages, nights and money, each figure with its rows."""

import csv
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.oncall.forms import RatesForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

HEAD = (
    "person",
    "weekday h",
    "night h",
    "weekend h",
    "holiday h",
    "pages by day",
    "pages at night",
    "broken hours",
    "EUR",
)

MOST = 100
"""So many people are shown, the most burdened; the rest is asked for."""


def loads(request: Request) -> HttpResponse:
    """A month of everybody, and how evenly it was shared."""
    request.actor.need(P.SEE, _("see who was on call"))
    start, end = _month(request)
    may_plan = request.actor.may(P.MANAGE)
    month = queries.month(start, end)
    shown = month.burdens if "all" in request.GET else month.burdens[:MOST]
    seen = {
        "month": month,
        "shown": shown,
        "more": len(month.burdens) - len(shown),
        "start": start,
        "earlier": start - timedelta(days=1),
        "later": end,
        "rates": queries.rates(),
        "may_plan": may_plan,
    }
    return render(request, "oncall/loads.html", seen)


def load(request: Request, pk: int) -> HttpResponse:
    """One person's month: every stint by kind of hour, and every page."""
    request.actor.need(P.SEE, _("see who was on call"))
    person, (start, end) = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk), _month(request)
    found = queries.month(start, end, [person.pk]).burdens
    seen = {
        "person": person,
        "burden": found[0] if found else None,
        "pages": queries.paged(person, start, end),
        "start": start,
        "may_see_money": request.actor.may(P.MANAGE) or person == request.user,
    }
    return render(request, "oncall/load.html", seen)


def export(request: Request) -> HttpResponse:
    """The month as a table for whoever pays."""
    request.actor.need(P.MANAGE, _("export what being on call is paid with"))
    start, end = _month(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="on-call-{start:%Y-%m}.csv"'
    table = csv.writer(answer)
    table.writerow(HEAD)
    for one in queries.month(start, end).burdens:
        hours = [f"{count:.2f}" for count in one.hours.values()]
        table.writerow([_safe(one.person.name), *hours, one.day_pages, one.night_pages, one.broken_hours, one.euro])
    return answer


def rates(request: Request) -> HttpResponse:
    """Say what an hour and a page are paid with."""
    request.actor.need(P.MANAGE, _("set what being on call is paid with"))
    form = RatesForm.asked(request, initial=queries.rates())
    if form.carries(lambda: life.set_rates(by=request.actor, euro=form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:loads")
    return render(request, "oncall/rates.html", {"form": form}, status=form.status)


def _month(request: Request) -> tuple[datetime, datetime]:
    """The month that the address names, or this one, from midnight to midnight in the reader's zone."""
    try:
        first = datetime.strptime(request.GET.get("month", ""), "%Y-%m")  # noqa: DTZ007  # a wall, not a moment
    except ValueError:
        first = timezone.localtime(clock.now()).replace(tzinfo=None)
    year = min(max(first.year, 2000), 2100)
    start = first.replace(year=year, day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=32)).replace(day=1)
    return timezone.make_aware(start), timezone.make_aware(end)


def _safe(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
