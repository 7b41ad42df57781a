"""Shapes: what records look like outside, and what callers may send."""

import hashlib
import re
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from watchkeep.doors.api.described import Described
from watchkeep.estate.people.models import known_zone
from watchkeep.kernel import clock

R = TypeVar("R")

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _is_instant(value: Any) -> Any:
    if not isinstance(value, datetime) and not (isinstance(value, str) and _INSTANT.match(value)):
        raise ValueError("Write an instant as text, such as 2026-11-23T09:00:00Z.")
    return value


def _is_day(value: Any) -> Any:
    if not isinstance(value, date) and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("Write a day as text, such as 2026-11-23.")
    return value


def _is_in_reach(day: date) -> date:
    if not clock.EARLIEST.date() <= day < clock.LATEST.date():
        raise ValueError("A day lies between 1970 and 2200.")
    return day


def _is_near(value: datetime) -> datetime:
    if not clock.EARLIEST <= value < clock.LATEST:
        raise ValueError("An instant lies between 1970 and 2200.")
    return value.astimezone(UTC)


def _is_zone(value: str) -> str:
    try:
        known_zone(value)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return value


def among(choices: type[Enum]) -> WithJsonSchema:
    """Show a list of choices where it stands: several slices have a ``State`` and a ``Kind``."""
    return WithJsonSchema({"type": "string", "enum": [one.value for one in choices]})


Id = Annotated[int, Field(ge=1, le=2**63 - 1, description="The record's id.")]
"""An id in an address or a query."""
Ref = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
"""An id in a body."""
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Moment = Annotated[AwareDatetime, BeforeValidator(_is_instant), AfterValidator(_is_near)]
"""An instant, with its offset from UTC (RFC 3339)."""
Day = Annotated[date, BeforeValidator(_is_day), AfterValidator(_is_in_reach), Field(examples=["2026-01-05"])]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_is_zone), Field(examples=["UTC"])]
"""A time zone by its IANA name."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"\S")]
"""A name that says something."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
"""A few words that say something."""
Words = Annotated[str, StringConstraints(max_length=200)]
"""A few words, or none."""
Text = Annotated[str, StringConstraints(max_length=50_000)]


class Record(Described):
    """What a record looks like outside. Its tag changes whenever something in it does."""

    model_config = ConfigDict(extra="forbid")
    volatile: ClassVar[frozenset[str]] = frozenset()
    """Fields that time alone changes, which the tag leaves out."""

    def tag(self) -> str:
        """Return the ETag, quotes included."""
        told = self.model_dump_json(exclude=set(self.volatile))
        return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'

    def href(self) -> str:
        """Where it is found; empty when it has no address of its own."""
        return ""


class Change(Described):
    """What a caller sends: nothing that we would not read."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Return what was sent and nothing else, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Nothing(Change):
    """An empty body, for verbs that need nothing."""


class Listing(Described, Generic[R]):
    """A page of a list. Follow `next` until it is null."""

    items: list[R]
    next: str | None
    """The address of the next page."""
    previous: str | None
    """The address of the page before."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name it in the document as people would."""
        return f"{params[0].__name__}List" if isinstance(params[0], type) else "AnyList"


class Named(Record):
    """Another record, by id and name."""

    id: int
    name: str

    @classmethod
    def of(cls, row: Any) -> "Named | None":
        """Name a row; None for none."""
        return None if row is None else cls(id=row.pk, name=str(row))


class Paging(BaseModel):
    """Which page of a list."""

    cursor: Annotated[str, Field(max_length=1000)] | None = Field(
        None, description="Where to go on: taken from `next` or `previous`, and opaque."
    )
    size: int = Field(50, ge=1, le=200, description="How many records a page has.")
