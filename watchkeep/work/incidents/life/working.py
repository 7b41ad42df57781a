"""Work: begun, waiting, going on, and those who wait are told."""

from datetime import datetime

from django.db import transaction

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.events import Held, Resumed, Started, UpdatePosted
from watchkeep.work.incidents.life.steps import take, unless_known
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment


@transaction.atomic
def start(incident: Incident, *, by: Actor) -> None:
    """Begin to work on it."""
    take(incident, "start", by=by, acknowledged_at=unless_known("acknowledged_at", clock.now()))
    tell(Started(record=incident.pk, by=by, person=by.person))


@transaction.atomic
def hold(incident: Incident, *, by: Actor, reason: str) -> None:
    """Wait for something outside our hands, and say for what."""
    reason = reason.strip()[:200]
    take(incident, "hold", by=by, hold_reason=reason)
    tell(Held(record=incident.pk, by=by, reason=reason))


@transaction.atomic
def resume(incident: Incident, *, by: Actor) -> None:
    """The waiting is over."""
    take(incident, "resume", by=by, hold_reason="")
    tell(Resumed(record=incident.pk, by=by))


@transaction.atomic
def post_update(
    incident: Incident, *, by: Actor, body: str, is_public: bool = True, next_update_at: datetime | None = None
) -> Comment:
    """Tell those who wait how it stands, and when they will hear more."""
    take(incident, "post_update", by=by, next_update_at=next_update_at)
    comment = tickets.write(incident.ticket, by=by, body=body, is_public=is_public, is_update=True)
    tell(UpdatePosted(
        record=incident.pk, by=by, comment=comment.pk, is_public=is_public, next_update_at=next_update_at
    ))  # fmt: skip
    return comment
