"""Calendar addresses: made, closed, and read by calendar programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.oncall import calendars
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Feed, Schedule


def feeds(request: Request, fresh: str = "") -> HttpResponse:
    """The reader's calendar addresses, and the one that was just made."""
    seen = {
        "feeds": Feed.objects.living().filter(owner=request.user).select_related("schedule"),
        "schedules": Schedule.objects.visible_to(request.actor),
        "fresh": fresh,
    }
    return render(request, "oncall/feeds.html", seen)


@require_POST
def new(request: Request) -> HttpResponse:
    """Make an address for a schedule, or for one's own shifts, and show it this once."""
    asked = request.POST.get("schedule", "")
    visible = Schedule.objects.visible_to(request.actor)
    schedule = get_object_or_404(visible, pk=asked) if asked.isdecimal() else None
    key = life.issue_feed(request.user, by=request.actor, schedule=schedule)
    return feeds(request, fresh=request.build_absolute_uri(reverse("console:feed", args=[key])))


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Close an address."""
    life.revoke_feed(get_object_or_404(Feed, pk=pk, owner=request.user), by=request.actor)
    toast(request, _("The address no longer opens."))
    return redirect("console:feeds")


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001  # the key is all that counts
    """What a calendar program reads. Whoever has the address may."""
    feed = queries.feed_of(key)
    if feed is None:
        raise Http404
    life.note_reading(feed)
    answer = HttpResponse(calendars.calendar_of(feed), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    return answer
