"""Calendar addresses: made, closed, and read by calendar programs."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from watchkeep.doors.console import addresses
from watchkeep.doors.console.addresses import Choices, Sort
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.oncall import calendars
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Feed, Schedule
from watchkeep.estate.calendars.life import note_reading


def feeds(request: Request) -> HttpResponse:
    """The reader's calendar addresses."""
    return addresses.page(request, SHIFTS)


@require_POST
def new(request: Request) -> HttpResponse:
    """Make an address for a schedule, or for one's own shifts, and show it once."""
    asked = request.POST.get("of", "")
    visible = Schedule.objects.visible_to(request.actor)
    schedule = get_object_or_404(visible, pk=asked) if asked.isdecimal() else None
    return addresses.show(request, SHIFTS, life.issue_feed(request.user, by=request.actor, schedule=schedule))


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Close an address."""
    return addresses.close(request, SHIFTS, pk)


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001  # the key is all that counts
    """What a calendar program reads. Whoever has the address may."""
    feed = queries.feed_of(key)
    if feed is None:
        raise Http404
    note_reading(feed)
    answer = HttpResponse(calendars.calendar_of(feed), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _groups(request: Request) -> Iterator[Choices]:
    rotas = Schedule.objects.visible_to(request.actor)
    yield Choices(_("Rotas"), [(str(one.pk), str(one)) for one in rotas])


SHIFTS = Sort(
    lead=_("A calendar program that subscribes to such an address shows who is on call and follows every change."),
    whole=_("My own shifts"), parent=("oncall", _("On-call")), page="feeds", new="feed_new", close="feed_revoke",
    read="feed", rows=lambda: Feed.objects.select_related("schedule"), shows=lambda feed: feed.schedule,
    groups=_groups, revoke=lambda feed, by: life.revoke_feed(feed, by=by),
)  # fmt: skip
