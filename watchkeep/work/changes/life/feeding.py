"""Addresses of the calendar of changes: of all of it, or that of a service or a team."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.calendars import life as calendars
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes.events import CalendarAddressClosed, CalendarAddressMade
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.permissions import P


@transaction.atomic
def issue_feed(owner: Person, *, by: Actor, service: Service | None = None, team: Team | None = None) -> str:
    """Make a secret key for all of the calendar, or that of a service or a team. It is shown this once."""
    by.need(P.SEE, _("see changes"))
    if service is not None and team is not None:
        raise Refused(_("Choose a service or a team."), field="team")
    feed = ChangeFeed(service=service, team=team)
    key = calendars.issue_address(feed, owner, by=by, over=P.MANAGE)
    tell(CalendarAddressMade(record=owner.pk, by=by, feed=feed.pk, service=feed.service_id, team=feed.team_id))
    return key


@transaction.atomic
def revoke_feed(feed: ChangeFeed, *, by: Actor) -> None:
    """Close an address for good. Closing it again changes nothing."""
    if calendars.revoke_address(feed, by=by, over=P.MANAGE):
        tell(CalendarAddressClosed(record=feed.owner_id, by=by, feed=feed.pk))
