"""The questions that the queue answers, as an address, a saved view or the API asks them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import DONE, Kind, State

if TYPE_CHECKING:
    from django.contrib.postgres.search import SearchQuery
    from django.db.models import Q, QuerySet

ME: Final = "me"
NOBODY: Final = "nobody"
MINE: Final = "mine"
LONGEST = 300
"""How many characters of a typed question are read."""
_AGO = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Group(StrEnum):
    """Which part of their life tickets are in."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


class Order(StrEnum):
    """How the queue is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"
    PRIORITY = "priority"
    COST = "cost"


@dataclass(frozen=True)
class Said:
    """What must be written on a ticket, or must not: all of these, each wherever on it."""

    terms: tuple[SearchQuery, ...]
    is_not: bool = False


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the queue is asked. An empty tuple or None asks nothing; values are alternatives, but tags add up.

    ``assignee`` and ``team`` hold ids, or ``me``, ``mine`` and ``nobody``. ``q`` is what was typed, operators included;
    ``words`` are taken as they are, and ``also`` and ``said`` are what was understood of ``q``. ``among`` narrows to
    ids that a higher storey found, such as those that breach soon; these have no place in an address.
    """

    kind: tuple[str, ...] = ()
    group: Group = Group.OPEN
    state: tuple[str, ...] = ()
    service: tuple[int, ...] = ()
    team: tuple[int | str, ...] = ()
    assignee: tuple[int | str, ...] = ()
    requester: tuple[int | str, ...] = ()
    organisation: tuple[int, ...] = ()
    priority: tuple[int, ...] = ()
    severity: tuple[int, ...] = ()
    tag: tuple[str, ...] = ()
    watched: bool | None = None
    drill: bool | None = None
    since: str = ""
    q: str = ""
    order: Order = Order.NEWEST
    words: str = ""
    also: tuple[Q, ...] = field(default=(), compare=False)
    said: tuple[Said, ...] = field(default=(), compare=False)
    among: QuerySet[Any] | None = field(default=None, compare=False)

    @classmethod
    def read(cls, asked: Mapping[str, Iterable[str]]) -> Self:
        """From an address: each name with its values. Raises Refused (with the field) for a value that is none."""
        given = {name: [value for value in asked[name] if value != ""] for name in _READERS if name in asked}
        return cls(**{name: _READERS[name](name, values) for name, values in given.items() if values})

    def as_query(self) -> dict[str, list[str]]:
        """The same question for an address or a saved view; what is not asked is left out."""
        plain, asked = type(self)(), {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in _READERS and value != getattr(plain, one.name):
                values = value if isinstance(value, tuple) else (value,)
                asked[one.name] = [_said(each) for each in values]
        return asked

    def narrowed(self, among: QuerySet[Any]) -> Self:
        """The same question, only among these ids."""
        return replace(self, among=among)

    @property
    def sorted_by(self) -> Order:
        """The order in force: by priority, cost or last change only what is open is sorted, history by its dates."""
        dated = self.order in {Order.NEWEST, Order.OLDEST}
        return self.order if dated or self.is_about_open else Order.NEWEST

    @property
    def is_about_open(self) -> bool | None:
        """Which half of the tickets the question is about; None for both."""
        if self.state:
            halves = {state not in DONE for state in self.state}
            return halves.pop() if len(halves) == 1 else None
        return None if self.group == Group.ALL else self.group == Group.OPEN

    @property
    def opened_since(self) -> datetime | None:
        """The instant that ``since`` means."""
        return instant(self.since) if self.since else None


def instant(text: str) -> datetime | None:
    """The moment that an age such as ``7d``, a day or an instant means; None when it is none of these."""
    if ago := _AGO.fullmatch(text):
        return clock.now() - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        if day := parse_date(text):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        at = parse_datetime(text)
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC) if at else None


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _numbers(name: str, values: Iterable[str]) -> tuple[int, ...]:
    return tuple(_number(name, value) for value in values)


def _people(name: str, values: Iterable[str]) -> tuple[int | str, ...]:
    return tuple(value if value in {ME, MINE, NOBODY} else _number(name, value) for value in values)


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) >= 2**63:
        raise _wrong(name, value)
    return int(value)


def _among(choices: Iterable[str]) -> Callable[[str, list[str]], tuple[str, ...]]:
    known = frozenset(choices)

    def read(name: str, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if value not in known:
                raise _wrong(name, value)
        return tuple(values)

    return read


def _yes(name: str, values: list[str]) -> bool:
    try:
        return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[values[-1].lower()]
    except KeyError:
        raise _wrong(name, values[-1]) from None


def _since(name: str, values: list[str]) -> str:
    if instant(values[-1]) is None:
        raise _wrong(name, values[-1])
    return values[-1]


def _one_of(kind: type[Group | Order]) -> Callable[[str, list[str]], StrEnum]:
    def read(name: str, values: list[str]) -> StrEnum:
        try:
            return kind(values[-1])
        except ValueError:
            raise _wrong(name, values[-1]) from None

    return read


def _wrong(name: str, value: str) -> Refused:
    return Refused(_("“%(value)s” is no value for %(name)s.") % {"value": value[:80], "name": name}, field=name)


_READERS: dict[str, Callable[[str, list[str]], Any]] = {
    "kind": _among(Kind.values),
    "group": _one_of(Group),
    "state": _among(State.values),
    "service": _numbers,
    "team": _people,
    "assignee": _people,
    "requester": _people,
    "organisation": _numbers,
    "priority": _numbers,
    "severity": _numbers,
    "tag": lambda _name, values: tuple(value.lower() for value in values),
    "watched": _yes,
    "drill": _yes,
    "since": _since,
    "q": lambda _name, values: values[-1].replace("\x00", "")[:LONGEST].strip(),
    "order": _one_of(Order),
}
