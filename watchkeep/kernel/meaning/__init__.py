"""What sentences mean, as vectors: two texts that say the same in other words lie near one another.

A small English sentence model runs on the processor, in this process, without a network (ADR 19). Where its packages
are not installed nothing is available, and whoever asks goes on by words alone.
"""

from watchkeep.kernel.meaning.model import (
    DIMENSIONS,
    LANGUAGE,
    NAME,
    from_bytes,
    is_available,
    nearest_of,
    to_bytes,
    vectors,
)
from watchkeep.kernel.meaning.shelf import Shelf, among

__all__ = [
    "DIMENSIONS",
    "LANGUAGE",
    "NAME",
    "Shelf",
    "among",
    "from_bytes",
    "is_available",
    "nearest_of",
    "to_bytes",
    "vectors",
]
