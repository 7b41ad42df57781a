"""Going out: where a request from here may lead, and a line that leads there and nowhere else."""

from watchkeep.kernel.outgoing.lines import Line, Reply, dial, exchange, resolve
from watchkeep.kernel.outgoing.places import (
    NOTHING,
    Allowance,
    BadAddress,
    Place,
    allowance,
    is_open_to_us,
    pick,
    place_of,
)

__all__ = [
    "NOTHING",
    "Allowance",
    "BadAddress",
    "Line",
    "Place",
    "Reply",
    "allowance",
    "dial",
    "exchange",
    "is_open_to_us",
    "pick",
    "place_of",
    "resolve",
]
