"""Vectors in memory: found by the number of what they belong to, compared with one all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from watchkeep.kernel.meaning.model import DIMENSIONS, from_bytes

try:
    import numpy as np
except ImportError:  # then there is no model either, and no shelf
    np = None  # type: ignore[assignment,unused-ignore]

COMPARED = 1000
"""How many rows are compared number by number: those whose signs differ least."""
_WORDS = DIMENSIONS // 64
_NEVER = DIMENSIONS + 1


class Shelf:
    """A matrix that grows; each row belongs to a number and carries a small mark by which rows are left out.

    A row is kept in bytes, and once more as the signs of its numbers, a bit each: of a hundred thousand rows the signs
    are compared within three milliseconds, and the bytes of a thousand rows after that. Some 0.5 KB a row in all.
    Threads may ask while another one puts: what is asked sees rows as they were or as they are.
    """

    def __init__(self) -> None:
        self.count = 0
        self._places: dict[int, int] = {}
        self._lock = Lock()
        self._rows: Any = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._signs: Any = np.zeros((0, _WORDS), dtype=np.uint64)
        self._keys: Any = np.zeros(0, dtype=np.int64)
        self._marks: Any = np.zeros(0, dtype=np.int64)

    def put(self, keys: Sequence[int], kept: bytes, marks: Sequence[int]) -> None:
        """Keep these vectors (as ``to_bytes`` made them) under these numbers, in place of what was there."""
        rows = np.frombuffer(kept, dtype=np.int8).reshape(-1, DIMENSIONS)
        with self._lock:
            places = self._placed(keys)
            self._rows[places], self._signs[places], self._marks[places] = rows, _signs(rows), marks
            self.count = len(self._places)

    def mark(self, keys: Sequence[int], mark: int) -> None:
        """Give these numbers another mark, whether they have a vector or not."""
        with self._lock:
            self._marks[self._placed(keys)] = mark
            self.count = len(self._places)

    def nearest(self, to: Any, most: int, fits: Callable[[Any, Any], Any]) -> dict[int, float]:
        """The nearest of those whose marks and numbers fit, each with its likeness (-1 to 1: the cosine)."""
        with self._lock:
            rows, signs, keys, marks, count = self._rows, self._signs, self._keys, self._marks, self.count
        fitting = fits(marks[:count], keys[:count])
        if np.count_nonzero(fitting) > COMPARED:
            differing = np.bitwise_count(signs[:count] ^ _signs(to[None])).sum(axis=1, dtype=np.uint16)
            places = np.argpartition(np.where(fitting, differing, _NEVER), COMPARED)[:COMPARED]
        else:
            places = np.flatnonzero(fitting)
        likeness = from_bytes(rows[places].tobytes()) @ to
        best = np.argsort(-likeness)[:most]
        return {int(keys[places[one]]): float(likeness[one]) for one in best}

    def _placed(self, keys: Sequence[int]) -> list[int]:
        """Where these numbers stand, at the end for new ones."""
        places = [self._places.setdefault(key, len(self._places)) for key in keys]
        self._grow(len(self._places))
        self._keys[places] = keys
        return places

    def _grow(self, needed: int) -> None:
        """Room for half as much again, so that growing row by row copies seldom; signs stand column by column."""
        if needed <= len(self._keys):
            return
        room = max(needed * 3 // 2, 256)
        for name in ("_rows", "_signs", "_keys", "_marks"):
            old = getattr(self, name)
            new = np.zeros((room, *old.shape[1:]), dtype=old.dtype, order="F" if name == "_signs" else "C")
            new[: len(old)] = old
            setattr(self, name, new)


def among(keys: Any, wanted: Sequence[int]) -> Any:
    """Which of these numbers are wanted."""
    return np.isin(keys, np.asarray(wanted, dtype=np.int64))


def _signs(rows: Any) -> Any:
    """A bit for each number of a row: whether it is above zero."""
    return np.packbits(rows > 0, axis=1).view(np.uint64)
