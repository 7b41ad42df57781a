"""Addresses of the calendar of changes: made, closed, and read by calendar programs."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from watchkeep.doors.console import addresses
from watchkeep.doors.console.addresses import Choices, Sort
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.calendar import documents, spans
from watchkeep.estate.calendars.life import note_reading
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.permissions import P

MOST = 500


def feeds(request: Request) -> HttpResponse:
    """The reader's addresses."""
    request.actor.need(P.SEE, _("see changes"))
    chosen = next((f"{sort}:{pk}" for sort, pk in spans.narrowed(request.GET).items()), "")
    return addresses.page(request, CHANGES, chosen=chosen)


@require_POST
def new(request: Request) -> HttpResponse:
    """Make an address for all of it, or for a service or a team, and show it once."""
    sort, _colon, pk = request.POST.get("of", "").partition(":")
    rows = {"service": Service.objects.visible_to(request.actor), "team": Team.objects.visible_to(request.actor)}
    of = {sort: get_object_or_404(rows[sort], pk=pk)} if sort in rows and pk.isdecimal() and len(pk) < 10 else {}
    key = life.issue_feed(request.user, by=request.actor, **of)  # type: ignore[arg-type]  # named by what they are
    return addresses.show(request, CHANGES, key)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Close an address."""
    return addresses.close(request, CHANGES, pk)


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program reads. Whoever has the address may; it shows what its owner may see now."""
    feed = queries.feed_of(key)
    if feed is None:
        raise Http404
    note_reading(feed)
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


def _groups(request: Request) -> Iterator[Choices]:
    services = Service.objects.visible_to(request.actor).active().order_by("name")[:MOST]
    teams = Team.objects.visible_to(request.actor).order_by("name")[:MOST]
    yield Choices(gettext_lazy("Services"), [(f"service:{one.pk}", one.name) for one in services])
    yield Choices(gettext_lazy("Teams"), [(f"team:{one.pk}", one.name) for one in teams])


CHANGES = Sort(
    lead=gettext_lazy(
        "A calendar program that subscribes to such an address shows changes, maintenance and freezes as you may see"
        " them, and follows them when they move."
    ),
    whole=gettext_lazy("All of the calendar"), parent=("change-calendar", gettext_lazy("Change calendar")),
    page="change-feeds", new="change-feed-new", close="change-feed-revoke", read="change-feed",
    rows=lambda: ChangeFeed.objects.select_related("service", "team"), shows=lambda feed: feed.service or feed.team,
    groups=_groups, revoke=lambda feed, by: life.revoke_feed(feed, by=by),
)  # fmt: skip
