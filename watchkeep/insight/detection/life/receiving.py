"""What Watchkeep itself has to say goes into the same inbox as what monitors say."""

from collections.abc import Sequence

from django.db import connection, transaction

from watchkeep.insight.detection.models import Event, Integration, Signal
from watchkeep.insight.detection.models.inbox import thread
from watchkeep.insight.detection.models.signal import encode
from watchkeep.kernel import clock, queue


@transaction.atomic
def receive(integration: Integration, signals: Sequence[Signal]) -> None:
    """Put signals into the inbox, as the ingest door does, and wake the fold."""
    columns = (
        ",".join([str(integration.pk)] * len(signals)),
        "," * (len(signals) - 1),
        ",".join(str(thread(integration.pk, signal.key)) for signal in signals),
        "\n".join(encode(signal).decode() for signal in signals),
    )
    with connection.cursor() as cursor:
        cursor.execute(Event.APPEND, (clock.now(), *columns))
    queue.nudge("detection")
