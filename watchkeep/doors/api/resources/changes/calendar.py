"""The calendar of changes, and the secret addresses under which calendar programs read it (iCalendar)."""

from datetime import datetime, timedelta
from typing import Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.addresses import KeptAddress, owner_of
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Named, Paging, Record, Ref
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.permissions import P

calendar = Resource("Changes")
feeds = Resource("Calendar addresses")
LONGEST, USUAL = timedelta(days=400), timedelta(days=28)


class CalendarEntryOut(Record):
    """A change, a maintenance window or a freeze in the calendar."""

    kind: Literal["change", "window", "freeze"]
    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    number: str
    """Of a change; empty for others."""
    state: str
    """Of a change; empty for others."""


class CalendarOut(Record):
    """What lies between two moments, the earliest first."""

    entries: list[CalendarEntryOut]
    is_cut: bool
    """There is more of some sort than the first 500: ask for a shorter time, a service or a team."""


class CalendarAsked(BaseModel):
    """From when until when, and of what."""

    starts_at: Moment | None = Field(None, description="Now unless told otherwise.")
    ends_at: Moment | None = Field(None, description="Four weeks later unless told otherwise.")
    service: Id | None = None
    team: Id | None = None


class ChangeFeedOut(KeptAddress):
    """An address of yours, as far as it is kept."""

    service: Named | None
    team: Named | None
    """With neither it shows all of the calendar."""

    @classmethod
    def of(cls, feed: ChangeFeed) -> "ChangeFeedOut":
        """Show an address whose service and team are loaded."""
        return cls(
            id=feed.pk, service=Named.of(feed.service), team=Named.of(feed.team), issued_at=feed.issued_at,
            read_at=feed.read_at,
        )  # fmt: skip

    def href(self) -> str:
        """Where it is found."""
        return f"/api/v1/me/change-calendar-feeds/{self.id}"


class ChangeFeedShown(ChangeFeedOut):
    """A new address, in the clear: now and never again."""

    address: str


class ChangeFeedNew(Change):
    """Of which service or team; all of the calendar when you leave both out."""

    service: Ref | None = None
    team: Ref | None = None


@calendar.read("", CalendarOut, may=P.SEE)
def get_change_calendar(request: Call, asked: Query[CalendarAsked]) -> CalendarOut:
    """Changes, maintenance windows and freezes of a time, as far as you may see them, up to 500 of each."""
    request.auth.need(P.SEE, _("see changes"))
    start = asked.starts_at or clock.now()
    end = asked.ends_at or start + USUAL
    if not timedelta() < end - start <= LONGEST:
        raise Refused(_("Ask for a time of up to %(days)s days.") % {"days": LONGEST.days}, field="ends_at")
    found = queries.calendar_of(request.auth, start, end, service=asked.service, team=asked.team)
    told = ("kind", "title", "starts_at", "ends_at", "number", "state")
    entries = [CalendarEntryOut(id=one.record, **{name: getattr(one, name) for name in told}) for one in found.entries]
    return CalendarOut(entries=entries, is_cut=found.is_cut)


@feeds.list("", ChangeFeedOut)
def list_change_feeds(request: Call, paging: Query[Paging]) -> Listing[ChangeFeedOut]:
    """Your addresses of the calendar of changes that still open."""
    return answers.listed(request, _feeds(request), ChangeFeedOut.of, paging)


@feeds.create("", ChangeFeedShown, may=P.SEE)
def issue_change_feed(request: Call, body: ChangeFeedNew) -> ChangeFeedShown:
    """Make an address for a calendar program. The answer shows it: now and never again."""
    owner = owner_of(request, P.SEE)
    service = answers.refer(Service.objects.visible_to(request.auth), body.service, "service")
    team = answers.refer(Team.objects.visible_to(request.auth), body.team, "team")
    key = life.issue_feed(owner, by=request.auth, service=service, team=team)
    kept = ChangeFeedOut.of(_feeds(request).latest("pk"))
    address = request.build_absolute_uri(reverse("console:change-feed", args=[key]))
    return ChangeFeedShown(**dict(kept), address=address)


@feeds.read("/{int:change_feed}", ChangeFeedOut)
def get_change_feed(request: Call, change_feed: Id) -> ChangeFeedOut:
    """One of your addresses."""
    return ChangeFeedOut.of(finding.one(request, _feeds(request), change_feed))


@feeds.remove("/{int:change_feed}")
def revoke_change_feed(request: Call, change_feed: Id) -> None:
    """Close an address for good."""
    life.revoke_feed(finding.one(request, _feeds(request), change_feed), by=request.auth)


def _feeds(request: Call) -> QuerySet[ChangeFeed]:
    rows: QuerySet[ChangeFeed] = ChangeFeed.objects.living().filter(owner=request.auth.person or 0)
    return rows.select_related("service", "team")
