"""Addresses of the calendar of changes: secret ones, shown once, that can be closed."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes.events import CalendarAddressClosed, CalendarAddressMade
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.permissions import P

MOST_OF_ONE = 50
"""So many open addresses may one person have."""
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def issue_feed(owner: Person, *, by: Actor, service: Service | None = None, team: Team | None = None) -> str:
    """Make a secret key for all of the calendar, or that of a service or a team. It is shown this once."""
    by.need(P.SEE, _("see changes"))
    _need_owner(owner.pk, by)
    if service is not None and team is not None:
        raise Refused(_("Choose a service or a team."), field="team")
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=owner.pk).values_list("pk"))
    if ChangeFeed.objects.living().filter(owner=owner).count() >= MOST_OF_ONE:
        raise Refused(_("You have %(most)s addresses already: close one first.") % {"most": MOST_OF_ONE})
    key, digest = secrets.new_key("cal_")
    feed = ChangeFeed.objects.create(owner=owner, service=service, team=team, digest=digest, issued_at=clock.now())
    tell(CalendarAddressMade(record=owner.pk, by=by, feed=feed.pk, service=feed.service_id, team=feed.team_id))
    return key


@transaction.atomic
def revoke_feed(feed: ChangeFeed, *, by: Actor) -> None:
    """Close an address for good. Closing it again changes nothing."""
    _need_owner(feed.owner_id, by)
    if ChangeFeed.objects.living().filter(pk=feed.pk).update(revoked_at=clock.now()):
        tell(CalendarAddressClosed(record=feed.owner_id, by=by, feed=feed.pk))


def note_reading(feed: ChangeFeed) -> None:
    """Remember, about once an hour, that somebody's calendar reads this."""
    now = clock.now()
    if feed.read_at is None or now - feed.read_at > NOTED_EVERY:
        ChangeFeed.objects.filter(pk=feed.pk).update(read_at=now)


def _need_owner(owner: int, by: Actor) -> None:
    if by.person != owner and not by.may(P.MANAGE):
        raise NotAllowed(_("Calendar addresses belong to one person."), permission=P.MANAGE)
