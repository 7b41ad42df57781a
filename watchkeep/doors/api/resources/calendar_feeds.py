"""Calendar addresses: secret ones, under which a calendar program reads a rota or somebody's own shifts (iCalendar)."""

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Query

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.addresses import KeptAddress, owner_of
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Ref
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Feed, Schedule
from watchkeep.duty.oncall.permissions import P

router = Resource("Calendar addresses")


class FeedOut(KeptAddress):
    """A calendar address of yours, as far as it is kept."""

    schedule: Named | None
    """The rota that it shows; null for your own shifts."""

    @classmethod
    def of(cls, feed: Feed) -> "FeedOut":
        """Show an address whose rota is loaded."""
        return cls(id=feed.pk, schedule=Named.of(feed.schedule), issued_at=feed.issued_at, read_at=feed.read_at)

    def href(self) -> str:
        """Where it is found."""
        return f"/api/v1/me/calendar-feeds/{self.id}"


class FeedShown(FeedOut):
    """A new calendar address, in the clear: now and never again."""

    address: str


class FeedNew(Change):
    """Which rota to show; your own shifts when you leave it out."""

    schedule: Ref | None = None


@router.list("", FeedOut)
def list_feeds(request: Call, paging: Query[Paging]) -> Listing[FeedOut]:
    """Your calendar addresses that still open."""
    return answers.listed(request, _feeds(request), FeedOut.of, paging)


@router.create("", FeedShown, may=P.SEE)
def issue_feed(request: Call, body: FeedNew) -> FeedShown:
    """Make an address for a calendar program. The answer shows it: now and never again."""
    owner = owner_of(request, P.SEE)
    schedule = answers.refer(Schedule.objects.visible_to(request.auth), body.schedule, "schedule")
    key = life.issue_feed(owner, by=request.auth, schedule=schedule)
    kept = FeedOut.of(_feeds(request).latest("pk"))
    address = request.build_absolute_uri(reverse("console:feed", args=[key]))
    return FeedShown(**dict(kept), address=address)


@router.read("/{int:feed}", FeedOut)
def get_feed(request: Call, feed: Id) -> FeedOut:
    """One of your calendar addresses."""
    return FeedOut.of(finding.one(request, _feeds(request), feed))


@router.remove("/{int:feed}")
def revoke_feed(request: Call, feed: Id) -> None:
    """Close a calendar address for good."""
    life.revoke_feed(finding.one(request, _feeds(request), feed), by=request.auth)


def _feeds(request: Call) -> QuerySet[Feed]:
    rows: QuerySet[Feed] = Feed.objects.living().filter(owner=request.auth.person or 0)
    return rows.select_related("schedule")
