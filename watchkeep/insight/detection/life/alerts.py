"""What a person does with an alert: end it, when its monitor never will."""

from django.db import transaction

from watchkeep.insight.detection.events import AlertClosed
from watchkeep.insight.detection.life.board import Board
from watchkeep.insight.detection.models import Alert, Status
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def close(alert: Alert, *, by: Actor) -> None:
    """End an alert by hand. If it was the last of its incident, the incident is restored."""
    by.need(P.WORK, "work on alerts")
    was = alert.status
    now = clock.now()
    burning = Alert.objects.burning().filter(pk=alert.pk)
    if not burning.update(status=Status.RESOLVED, resolved_at=now, is_silenced=False):
        raise Refused("It has recovered already.", code="wrong_state")
    alert.refresh_from_db()
    tell(AlertClosed(record=alert.pk, by=by, was=was))
    Board({alert.integration_id: alert.integration}).restore([alert])
    live.changed("alerts")
