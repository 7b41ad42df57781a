"""The days that a review has."""

from collections.abc import Sequence
from datetime import datetime


def last_of(closings: Sequence[datetime | None], count: int) -> datetime | None:
    """When the ``count``-th open day ends, given for each coming day when it closes (None: not open)."""
    ends = [end for end in closings if end is not None]
    return ends[count - 1] if len(ends) >= count else None
