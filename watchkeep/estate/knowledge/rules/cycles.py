"""How often an article is looked at again, when somebody hears of it, and when it seems to be of no use."""

from datetime import datetime, timedelta

REVIEW_DAYS = ((10, 30), (3, 90), (1, 180), (0, 365))
"""From so many incidents in ninety days on, an article is looked at every so many days: what breaks often, changes."""
NUDGE_BEFORE = timedelta(days=7)
ESCALATE_AFTER = timedelta(days=14)
AGAIN_AFTER = timedelta(days=14)
UNUSED_AFTER = timedelta(days=180)


def review_days(incidents: int) -> int:
    """Days between two reviews of an article about something that failed so often in ninety days."""
    return next(days for least, days in REVIEW_DAYS if incidents >= least)


def next_nudge(due_at: datetime, count: int, now: datetime) -> tuple[str, int, datetime]:
    """What is said now after ``count`` earlier reminders, how many there are then, and when the next one is.

    After a long downtime one reminder is sent, not all that were missed.
    """
    while nudge_at(due_at, count + 1) <= now:
        count += 1
    return ("soon", "late", "escalated")[min(count, 2)], count + 1, nudge_at(due_at, count + 1)


def nudge_at(due_at: datetime, count: int) -> datetime:
    """When the reminder after ``count`` earlier ones is due: a week before, at the moment, then every two weeks."""
    if count == 0:
        return due_at - NUDGE_BEFORE
    return due_at if count == 1 else due_at + ESCALATE_AFTER + (count - 2) * AGAIN_AFTER


def unused(published_at: datetime, viewed_at: datetime | None, now: datetime) -> bool:
    """Whether nobody has read it for half a year."""
    return now - max(published_at, viewed_at or published_at) >= UNUSED_AFTER
