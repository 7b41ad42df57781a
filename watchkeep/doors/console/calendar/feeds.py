"""Addresses of the calendar of changes: made, closed, and read by calendar programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.calendar import documents, spans
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.permissions import P


def feeds(request: Request, fresh: str = "") -> HttpResponse:
    """The reader's addresses, and the one that was just made."""
    request.actor.need(P.SEE, _("see changes"))
    drawn = {
        "feeds": ChangeFeed.objects.living().filter(owner=request.user).select_related("service", "team"),
        "services": Service.objects.visible_to(request.actor).active().order_by("name")[:500],
        "teams": Team.objects.visible_to(request.actor).order_by("name")[:500],
        "of": spans.narrowed(request.GET), "fresh": fresh,
    }  # fmt: skip
    return render(request, "calendar/feeds.html", drawn)


@require_POST
def new(request: Request) -> HttpResponse:
    """Make an address for all of it, or for a service or a team, and show it this once."""
    sort, _colon, pk = request.POST.get("of", "").partition(":")
    rows = {"service": Service.objects.visible_to(request.actor), "team": Team.objects.visible_to(request.actor)}
    of = {sort: get_object_or_404(rows[sort], pk=pk)} if sort in rows and pk.isdecimal() and len(pk) < 10 else {}
    key = life.issue_feed(request.user, by=request.actor, **of)  # type: ignore[arg-type]  # named by what they are
    return feeds(request, fresh=request.build_absolute_uri(reverse("console:change-feed", args=[key])))


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Close an address."""
    life.revoke_feed(get_object_or_404(ChangeFeed, pk=pk, owner=request.user), by=request.actor)
    toast(request, _("The address no longer opens."))
    return redirect("console:change-feeds")


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program reads. Whoever has the address may; it shows what its owner may see now."""
    feed = queries.feed_of(key)
    if feed is None:
        raise Http404
    life.note_reading(feed)
    found, name = documents.entries_of(feed), documents.name_of(feed)
    etag = documents.etag_of(name, found)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        about = (
            _("Only the first %(most)s of each sort are here.") % {"most": queries.MOST_SHOWN} if found.is_cut else ""
        )
        body = documents.document(name, [documents.event_of(one) for one in found.entries], about)
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = etag, "private, max-age=300"
    return answer
