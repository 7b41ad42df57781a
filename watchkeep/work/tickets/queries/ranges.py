"""Ranges in a typed question: ``priority:<=2``, ``opened:>7d``, ``closed:2026-01-01..2026-02-01``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.work.tickets.queries import filters
from watchkeep.work.tickets.queries.operators import OPERATORS, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchkeep.kernel.errors import Refused
    from watchkeep.work.tickets.queries.operators import Part

_BOUND = re.compile(r"(?P<sign><=|>=|<|>)?(?P<value>.+)")
_LOOKUPS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_TURNED = {"lt": "gt", "lte": "gte", "gt": "lt", "gte": "lte"}
_NUMBER = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_AGE = re.compile(r"\d{1,4}[hdw]", re.ASCII)


def numbers(column: str, part: Part, *, prefix: str = "") -> Q:
    """A number, alternatives, a bound, or two of them with ``..`` between."""

    def read(text: str) -> Decimal:
        plain = text.lower().removeprefix(prefix)
        if not _NUMBER.fullmatch(plain):
            raise _wrong(part, text)
        return Decimal(plain)

    return _any(part, lambda value: _between(column, value, read) or Q(**{column: read(value)}))


def moments(column: str, part: Part) -> Q:
    """An age with a bound (``>7d`` is longer ago), a day, a bound by day, or two days with ``..`` between."""
    return _any(part, lambda value: _age(column, value) or _days(column, part, value))


def _age(column: str, value: str) -> Q | None:
    bound = _bound(value)
    if not _AGE.fullmatch(bound["value"]):
        return None
    lookup = _LOOKUPS[bound["sign"] or "<="]
    return Q(**{f"{column}__{_TURNED[lookup]}": filters.instant(bound["value"])})


def _days(column: str, part: Part, value: str) -> Q:
    def read(text: str) -> datetime:
        at = filters.instant(text)
        if at is None or _AGE.fullmatch(text):
            raise _wrong(part, text)
        return at

    first, dots, last = value.partition("..")
    if dots:
        return Q(**{f"{column}__gte": read(first), f"{column}__lt": _after(last, read)})
    bound = _bound(value)
    if not bound["sign"]:
        return Q(**{f"{column}__gte": read(value), f"{column}__lt": _after(value, read)})
    if bound["sign"] in ("<=", ">"):  # a day ends where the next begins
        ends = "lt" if bound["sign"] == "<=" else "gte"
        return Q(**{f"{column}__{ends}": _after(bound["value"], read)})
    return Q(**{f"{column}__{_LOOKUPS[bound['sign']]}": read(bound["value"])})


def _after(text: str, read: Callable[[str], datetime]) -> datetime:
    """The end of a day; an instant is its own end, to the second."""
    length = timedelta(days=1) if _DAY.fullmatch(text) else timedelta(seconds=1)
    return read(text) + length


def _between(column: str, value: str, read: Callable[[str], Any]) -> Q | None:
    first, dots, last = value.partition("..")
    if dots:
        return Q(**{f"{column}__range": (read(first), read(last))})
    bound = _bound(value)
    return Q(**{f"{column}__{_LOOKUPS[bound['sign']]}": read(bound["value"])}) if bound["sign"] else None


def _any(part: Part, one: Callable[[str], Q]) -> Q:
    either = Q()
    for value in part.values:
        either |= one(value)
    return either


def _bound(value: str) -> re.Match[str]:
    found = _BOUND.fullmatch(value)
    if found is None:  # nothing but a line break
        raise refused(_("That is no range."))
    return found


def _wrong(part: Part, text: str) -> Refused:
    says = _("“%(value)s” is no value for %(name)s: write it like %(example)s.")
    return refused(says % {"value": text[:60], "name": part.name, "example": OPERATORS[part.name].example})
