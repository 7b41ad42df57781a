"""What osqueryd says, as typed shapes. Raises Unreadable for all that is of another shape."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from watchkeep.doors.integrations.inventory.bodies import Unreadable

_KEY = re.compile(rb'"(?:node_key|enroll_secret)"\s*:\s*"(wk[gn]_[0-9a-f]{40})"')

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Told(msgspec.Struct):
    """What every request of a node carries."""

    node_key: str = ""


class Enrolment(msgspec.Struct):
    """A machine would like a key. ``host_details``: of some tables their only row."""

    enroll_secret: str = ""
    host_identifier: str = ""
    platform_type: str | int = ""
    host_details: dict[str, dict[str, Any]] = {}


class Line(msgspec.Struct):
    """A line of the log of results: a snapshot, one row that came or went, or several (``diffResults``).

    The first look of a query has the counter 0; all it says is new, and the only truth.
    """

    name: str = ""
    action: str = ""
    snapshot: list[dict[str, Any]] | None = None
    columns: dict[str, Any] | None = None
    diff: dict[str, list[dict[str, Any]] | str] | None = msgspec.field(default=None, name="diffResults")
    unix_time: str | int = msgspec.field(default="", name="unixTime")
    epoch: str | int = ""
    counter: str | int = ""


class Results(Told):
    """What scheduled queries brought."""

    data: list[Line] = []


class Log(Told):
    """A log, of results or of what osqueryd has to say of itself."""

    log_type: str = ""
    data: list[dict[str, Any]] = []


class Written(Told):
    """Answers to what was asked out of turn; a status other than 0 says that the query failed."""

    queries: dict[str, list[dict[str, Any]] | str] = {}
    statuses: dict[str, int | str] = {}


def read(plain: bytes, shape: type[Shape]) -> Shape:
    """A body of this shape."""
    try:
        return msgspec.json.decode(plain, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(f"It is no JSON that can be read: {str(error)[:120]}") from error


def key_in(plain: bytes) -> str:
    """The key that stands in a body, however broken that is; empty when there is none."""
    found = _KEY.search(plain)
    return found[1].decode() if found else ""
