"""Counting what broke and what came back, day by day (UTC), as time goes on."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import Comeback, Day
from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Ticket

STEP = timedelta(days=31)
"""So many days are counted at a time when there is history to count."""
LATE = timedelta(minutes=10)
"""What was opened up to so long before the last count is looked at again: it may not have been committed."""


@transaction.atomic
def count_days() -> bool:
    """Go on counting from where the last count ended, the first time from the first incident of the longest span.

    Returns whether there is more to count. Takes about 50 ms with a million tickets, a second for a month of history.
    """
    now = clock.now()
    last = Day.objects.select_for_update().order_by("-on").first()
    since = last.until - LATE if last else _first(now)
    until = min(since + STEP, now)
    found = queries.came_back(since, until)
    Comeback.objects.bulk_create(found, ignore_conflicts=True, batch_size=2000)
    _keep(since, until)
    return until < now


def _first(now: datetime) -> datetime:
    """Where counting begins."""
    rows = Ticket.objects.incidents().filter(opened_at__gte=queries.Span(queries.MOST_DAYS).since)
    return rows.order_by("opened_at").values_list("opened_at", flat=True).first() or now


def _keep(since: datetime, until: datetime) -> None:
    """Write down the days that this stretch of time touches."""
    first = datetime.combine(since.astimezone(UTC).date(), time(), UTC)
    opened, recurred = queries.opened_by_day(first, until), queries.recurred_by_day(first, until)
    days = [first.date() + timedelta(days=n) for n in range((until - first).days + 1)]
    rows = [Day(on=day, opened=opened.get(day, 0), recurred=recurred.get(day, 0), until=until) for day in days]
    counted = ["opened", "recurred", "until"]
    Day.objects.bulk_create(rows, update_conflicts=True, unique_fields=["on"], update_fields=counted)
