"""When maintenance ends: what still fires speaks up."""

from django.db import transaction

from watchkeep.estate.services import queries as services
from watchkeep.insight.detection.life.board import Board
from watchkeep.insight.detection.models import Alert
from watchkeep.kernel import clock
from watchkeep.kernel.locks import only_one


def speak_up(limit: int = 500) -> int:
    """Give alerts their incidents whose service is out of maintenance and that still fire; returns how many.

    It takes the fold's lock, so that nobody else places alerts at the same time.
    """
    held_back = Alert.objects.held_back()
    waiting = list(held_back.order_by().values_list("service", flat=True).distinct())
    free = [service for service in waiting if not services.under_maintenance(service, clock.now())]
    if not free:
        return 0
    with only_one("detection.fold") as mine:
        return _speak_up(free, limit) if mine else 0


@transaction.atomic
def _speak_up(free: list[int], limit: int) -> int:
    held_back = Alert.objects.held_back().filter(service__in=free).select_related("integration").order_by("id")[:limit]
    found = {(alert.integration_id, alert.key): alert for alert in held_back}
    board = Board({alert.integration_id: alert.integration for alert in found.values()})
    waiting = board.place(found)
    alerts = [alert for key, alert in found.items() if key not in waiting]
    Alert.objects.bulk_update(alerts, ("service", "group", "incident", "is_silenced"), batch_size=200)
    board.tell(alerts)
    board.mark(begun=alerts, recovered=(), repeated=())
    return len(alerts)
