"""Sweeps: what waits in the inbox, what is overdue, what is old."""

import time
from datetime import timedelta

from django.db import connection

from watchkeep.insight.detection import life
from watchkeep.insight.detection.models import Onset, Rejection
from watchkeep.kernel import clock

KEPT_REJECTIONS = timedelta(days=14)
MOST_REJECTIONS = 20_000
KEPT_MONTHS = 6
KEPT_ONSETS = timedelta(days=90)
LONGEST_REST = 1.0  # seconds that a new alert may wait in a storm
EVENTS_A_SECOND_OF_REST = 4000
SHORT_REST, FEW = 0.04, 4  # where more than a few came at once, more come


def fold() -> int:
    """Fold what waits in the inbox, in larger bites the faster it fills: an alert heard ten times is written once."""
    count = life.fold_waiting()
    if FEW < count < life.BATCH:
        time.sleep(min(LONGEST_REST, max(SHORT_REST, count / EVENTS_A_SECOND_OF_REST)))
    return count


def miss_heartbeats() -> int:
    """Raise alerts for heartbeats that are overdue."""
    return life.miss_overdue()


def speak_up() -> int:
    """Let what still fires after maintenance speak."""
    return life.speak_up()


def tidy() -> int:
    """Make room for the events of the months to come, and forget old events, counts and rejections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_make_room(now(), 3)")
        cursor.execute("SELECT events_forget(%s)", (KEPT_MONTHS,))
    Rejection.objects.filter(at__lt=clock.now() - KEPT_REJECTIONS).delete()
    Onset.objects.filter(at__lt=clock.now() - KEPT_ONSETS).delete()
    beyond = Rejection.objects.order_by("-id").values_list("id", flat=True)[MOST_REJECTIONS:][:1]
    Rejection.objects.filter(id__lte=max(beyond, default=0)).delete()
    return 0
