"""When maintenance ends: what still fires speaks up."""

from django.db import transaction

from watchkeep.insight.detection.life.board import Board
from watchkeep.insight.detection.models import Alert, Pending
from watchkeep.kernel import clock
from watchkeep.kernel.locks import only_one


def speak_up(limit: int = 500) -> int:
    """Give alerts their incidents that maintenance keeps quiet no longer and that still fire; returns how many.

    It takes the fold's lock, so that nobody else places alerts at the same time. While events wait that came before
    the end, as after a downtime, nobody knows yet what was over by then: so this waits, too.
    """
    now = clock.now()
    if not Alert.objects.to_speak_up(now).exists():
        return 0
    with only_one("detection.fold") as mine:
        return _speak_up(limit) if mine else 0


@transaction.atomic
def _speak_up(limit: int) -> int:
    now, first = clock.now(), Pending.objects.order_by("event").values_list("received_at", flat=True).first()
    due = Alert.objects.to_speak_up(min(now, first) if first else now)
    found = {
        (alert.integration_id, alert.key): alert for alert in due.select_related("integration").order_by("id")[:limit]
    }
    board = Board({alert.integration_id: alert.integration for alert in found.values()})
    waiting = board.place(found, at=now)
    alerts = [alert for key, alert in found.items() if key not in waiting]
    Alert.objects.bulk_update(alerts, _TURNED, batch_size=200)
    spoken = [alert for alert in alerts if not alert.is_silenced]
    board.tell(spoken)
    board.mark(begun=spoken, recovered=(), repeated=())
    return len(spoken)


_TURNED = ("service", "group", "incident", "is_silenced", "silenced_until", "silenced_by")
