"""Fetching figures from a Prometheus: through the guard that all outgoing requests take, within bounds.

No redirects, no proxies, no private network that nobody opened, a deadline, and no more of an answer than a month of
figures takes. A request is made outside of any transaction.
"""

import http.client
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from watchkeep.duty.connections import queries as connections
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.models import STEP, Indicator
from watchkeep.insight.verdicts.rules.answers import BadAnswer, figures_of
from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import Allowance, BadAddress

SECONDS = 10.0
MOST_BYTES = 4_000_000
MOST_STEPS = 10_000
"""A Prometheus answers with at most 11,000 points."""
AGAIN = timedelta(minutes=15)
"""So much of what is known is fetched again: late scrapes change it."""


def read(indicators: Iterable[Indicator], since: datetime, until: datetime) -> None:
    """Fetch what is missing of each between the two instants, and keep it. What fails is put down at the indicator."""
    allowed = connections.allowance()
    for indicator in indicators:
        try:
            start = max(since, indicator.known_until - AGAIN) if indicator.known_until else since
            life.take_answer(indicator, fetched(indicator, start, until, allowed), until)
        except (BadAnswer, BadAddress) as error:
            life.note_failure(indicator, str(error))
        except (OSError, http.client.HTTPException) as error:
            life.note_failure(indicator, f"{type(error).__name__}: {error}")


def fetched(indicator: Indicator, since: datetime, until: datetime, allowed: Allowance) -> dict[datetime, float]:
    """Ask for one indicator. Raises BadAnswer, BadAddress, OSError or HTTPException."""
    found = dict[datetime, float]()
    start = since
    while start < until:
        end = min(start + MOST_STEPS * STEP, until)
        found |= _asked(indicator, start, end, allowed)
        start = end
    return found


def _asked(indicator: Indicator, start: datetime, end: datetime, allowed: Allowance) -> dict[datetime, float]:
    if indicator.connection is None or not indicator.connection.is_active:
        raise BadAnswer("The connection is paused.")
    settings = connections.http_settings(indicator.connection)
    url = f"{settings.url.rstrip('/')}/api/v1/query_range"
    asked = {
        "query": indicator.query, "start": f"{start.timestamp():.0f}", "end": f"{end.timestamp():.0f}",
        "step": f"{STEP.total_seconds():.0f}", "timeout": f"{SECONDS:.0f}s",
    }  # fmt: skip
    place = outgoing.place_of(url)
    line = outgoing.Line(place, outgoing.resolve(place.host, place.port, allowed), SECONDS)
    headers = {
        "User-Agent": "Watchkeep", "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
    } | settings.signed_in  # fmt: skip
    reply = outgoing.exchange(
        line, "POST", urlsplit(url).path, body=urlencode(asked).encode(), headers=headers, seconds=SECONDS,
        read_bytes=MOST_BYTES + 1,
    )  # fmt: skip
    if len(reply.body) > MOST_BYTES:
        raise BadAnswer("It answered with more than anybody asked for.")
    if reply.status not in {200, 400, 422}:
        raise BadAnswer(f"{reply.status} {reply.reason}")
    return figures_of(reply.body)
