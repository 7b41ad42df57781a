"""Calendar feeds: secret addresses of a schedule, or of somebody's own shifts."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.models import Feed, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.calendars import life as calendars
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell


@transaction.atomic
def issue_feed(owner: Person, *, by: Actor, schedule: Schedule | None = None) -> str:
    """Make a secret key for a schedule, or for the owner's own shifts. It is shown this once."""
    by.need(P.SEE, _("see who is on call"))
    feed = Feed(schedule=schedule)
    key = calendars.issue_address(feed, owner, by=by, over=P.MANAGE)
    tell(events.FeedIssued(record=owner.pk, by=by, feed=feed.pk, schedule=schedule.pk if schedule else None))
    return key


@transaction.atomic
def revoke_feed(feed: Feed, *, by: Actor) -> None:
    """Close an address for good. Closing it again changes nothing."""
    if calendars.revoke_address(feed, by=by, over=P.MANAGE):
        tell(events.FeedRevoked(record=feed.owner_id, by=by, feed=feed.pk))
