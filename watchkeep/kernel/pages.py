"""Long lists, a page at a time, without OFFSET: page ten thousand costs what the first one does."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from watchkeep.kernel.errors import Refused

M = TypeVar("M", bound=Model)
_FOREIGN = "This page mark is not valid. Start again from the first page."


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and the cursors of the pages on either side (None where there is none).

    ``total``: how many rows there are on all pages, where finding the first of them has told it.
    """

    rows: list[M]
    next: str | None
    previous: str | None
    total: int | None = None


class _Mark(msgspec.Struct, array_like=True):
    """A cursor, opened: beyond which values, on which side, and what the first page told."""

    backwards: bool
    values: list[str | int | float]
    total: int | None = None


def keyset(
    rows: QuerySet[M],
    *,
    order: Sequence[str] = ("-id",),
    cursor: str | None = None,
    size: int = 50,
    take: Callable[[Sequence[str], Q, int], tuple[list[M], int | None]] | None = None,
) -> Page[M]:
    """A page of ``rows`` in ``order``: never-null fields, the last of them unique.

    A cursor is opaque to whoever holds it. Raises Refused (field ``cursor``) when it is not one of ours.
    ``take`` fetches the rows instead (order, where they begin, how many) for a list that knows a shorter way, and tells
    how many there are in all if it has seen them.
    """
    mark = _open(cursor, len(order)) if cursor else None
    backwards = mark is not None and mark.backwards
    way = [_turned(name) for name in order] if backwards else list(order)
    beyond = _beyond(way, mark.values) if mark else Q()
    found = _after(rows.order_by(*way), beyond)
    taken, total = take(way, beyond, size + 1) if take else (list(found[: size + 1]), None)
    total = mark.total if mark else total
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    has_next, has_previous = (True, more) if backwards else (more, mark is not None)
    return Page(
        rows=taken,
        next=_seal(order, taken[-1], total, backwards=False) if taken and has_next else None,
        previous=_seal(order, taken[0], total, backwards=True) if taken and has_previous else None,
        total=total,
    )


def capped_count(rows: QuerySet[Any], cap: int = 1000) -> tuple[int, bool]:
    """How many rows there are, counted no further than ``cap``, and whether there are more."""
    count = rows.order_by().values("pk")[: cap + 1].count()
    return min(count, cap), count > cap


def _after(rows: QuerySet[M], beyond: Q) -> QuerySet[M]:
    try:
        return rows.filter(beyond)
    except (TypeError, ValueError, ValidationError):  # well sealed, but not by us
        raise Refused(_FOREIGN, field="cursor") from None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """What comes after ``values``: (a > x) or (a = x and b > y) …, bounded by its first field for the index."""
    after, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, sign = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        after |= equal & Q(**{f"{field}__{sign}": value})
        equal &= Q(**{field: value})
    if len(order) == 1:
        return after
    first, sign = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{first}__{sign}": values[0]}) & after


def _seal(order: Sequence[str], row: Model, total: int | None, *, backwards: bool) -> str:
    mark = _Mark(backwards, [_value(row, name.lstrip("-")) for name in order], total)
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _open(cursor: str, length: int) -> _Mark:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mark = msgspec.json.decode(raw, type=_Mark)
        if len(mark.values) == length:
            return mark
    except (ValueError, msgspec.MsgspecError):
        pass
    raise Refused(_FOREIGN, field="cursor")
