"""How often one caller may ask: a bucket that fills again as time goes by.

Each web process counts for itself; the limit keeps a runaway script from starving people, it is no quota.
"""

import math
import threading

from django.conf import settings

from watchkeep.doors.api.problems import Problem
from watchkeep.kernel import clock

_FORGET_ABOVE = 10_000
_lock = threading.Lock()
_buckets: dict[str, tuple[float, float]] = {}


def take(caller: str) -> None:
    """Take one request out of the caller's bucket. Raises `Problem` 429 when it is empty."""
    most = settings.API_REQUESTS_A_MINUTE
    now = clock.now().timestamp()
    with _lock:
        left, since = _buckets.get(caller, (float(most), now))
        left = min(float(most), left + (now - since) * most / 60)
        if len(_buckets) > _FORGET_ABOVE:
            _buckets.clear()
        _buckets[caller] = (max(left - 1, 0) if left >= 1 else left, now)
    if left < 1:
        wait = math.ceil((1 - left) * 60 / most)
        raise Problem(429, f"At most {most} requests a minute.", headers={"Retry-After": str(wait)})


def forget() -> None:
    """Let everybody start with a full bucket."""
    with _lock:
        _buckets.clear()
