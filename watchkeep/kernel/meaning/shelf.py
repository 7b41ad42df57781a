"""Vectors in memory: found by the number of what they belong to, compared with one all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from watchkeep.kernel.meaning.model import DIMENSIONS

try:
    import numpy as np
except ImportError:  # then there is no model either, and no shelf
    np = None  # type: ignore[assignment,unused-ignore]


class Shelf:
    """A matrix that grows; each row belongs to a number and carries a small mark by which rows are left out.

    Threads may ask while another one puts: what is asked sees rows as they were or as they are.
    """

    def __init__(self) -> None:
        self.count = 0
        self._places: dict[int, int] = {}
        self._lock = Lock()
        self._rows: Any = np.zeros((0, DIMENSIONS), dtype=np.float32)
        self._keys: Any = np.zeros(0, dtype=np.int64)
        self._marks: Any = np.zeros(0, dtype=np.int64)

    def put(self, keys: Sequence[int], rows: Any, marks: Sequence[int]) -> None:
        """Keep these vectors under these numbers, in place of what was there."""
        with self._lock:
            places = [self._places.setdefault(key, len(self._places)) for key in keys]
            self._grow(len(self._places))
            self._rows[places], self._marks[places], self._keys[places] = rows, marks, keys
            self.count = len(self._places)

    def nearest(self, to: Any, most: int, fits: Callable[[Any, Any], Any]) -> dict[int, float]:
        """The nearest of those whose marks and numbers fit, each with its likeness (-1 to 1: the cosine)."""
        with self._lock:
            rows, keys, marks, count = self._rows, self._keys, self._marks, self.count
        if not count:
            return {}
        likeness = np.where(fits(marks[:count], keys[:count]), rows[:count] @ to, -1.0)
        best = np.argpartition(-likeness, min(most, count - 1))[:most]
        return {int(keys[place]): float(likeness[place]) for place in best if likeness[place] > -1.0}

    def _grow(self, needed: int) -> None:
        """Room for half as much again, so that growing row by row copies seldom."""
        if needed <= len(self._keys):
            return
        room = max(needed * 3 // 2, 256)
        for name in ("_rows", "_keys", "_marks"):
            old = getattr(self, name)
            new = np.zeros((room, *old.shape[1:]), dtype=old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)


def among(keys: Any, wanted: Sequence[int]) -> Any:
    """Which of these numbers are wanted."""
    return np.isin(keys, np.asarray(wanted, dtype=np.int64))
