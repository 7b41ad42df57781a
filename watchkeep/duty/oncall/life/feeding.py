"""Calendar feeds: secret addresses that can be revoked."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.models import Feed, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed
from watchkeep.kernel.facts import tell

NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def issue_feed(owner: Person, *, by: Actor, schedule: Schedule | None = None) -> str:
    """Make a secret key for a schedule, or for the owner's own shifts. It is shown this once."""
    _need_owner(owner.pk, by)
    by.need(P.SEE, _("see who is on call"))
    key, digest = secrets.new_key("cal_")
    feed = Feed.objects.create(owner=owner, schedule=schedule, digest=digest, issued_at=clock.now())
    tell(events.FeedIssued(record=owner.pk, by=by, feed=feed.pk, schedule=schedule.pk if schedule else None))
    return key


@transaction.atomic
def revoke_feed(feed: Feed, *, by: Actor) -> None:
    """Close an address for good. Closing it again changes nothing."""
    _need_owner(feed.owner_id, by)
    if Feed.objects.living().filter(pk=feed.pk).update(revoked_at=clock.now()):
        tell(events.FeedRevoked(record=feed.owner_id, by=by, feed=feed.pk))


def note_reading(feed: Feed) -> None:
    """Remember, about once an hour, that somebody's calendar reads this."""
    now = clock.now()
    if feed.read_at is None or now - feed.read_at > NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=now)


def _need_owner(owner: int, by: Actor) -> None:
    if by.person != owner and not by.may(P.MANAGE):
        raise NotAllowed(_("Calendar addresses belong to one person."), permission=P.MANAGE)
