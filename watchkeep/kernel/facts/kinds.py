"""What a fact is made of, and the register of all kinds."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import ClassVar, Self

import msgspec

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.models import FactRow

_kinds: dict[str, type["Fact"]] = {}
_BASE = frozenset({"record", "by", "at", "id"})


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of every fact. ``record`` is the id of what it is about, in the stream of its class.

    Subclass fields are ids, numbers, flags, instants and short strings; long text stays on its
    own record, so that a person can be erased.
    """

    kind: ClassVar[str] = ""
    stream: ClassVar[str] = ""

    record: int
    by: Actor | str
    at: datetime = field(default_factory=clock.now)
    id: int = 0

    def __init_subclass__(cls, *, kind: str, stream: str) -> None:
        """Register the kind, such as ``incident.resolved`` in the stream ``ticket``."""
        super().__init_subclass__()
        cls.kind, cls.stream = kind, stream
        if kind in _kinds and _kinds[kind].__qualname__ != cls.__qualname__:
            raise TypeError(f"two facts are called {kind}")
        _kinds[kind] = cls

    def home(self) -> str:
        """The stream that it is told in: that of its kind, unless the fact itself knows better."""
        return self.stream

    def row(self) -> FactRow:
        """The row that keeps this fact, not yet saved."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _BASE}
        return FactRow(
            at=self.at,
            kind=self.kind,
            stream=self.home(),
            record=self.record,
            by=str(self.by),
            data=msgspec.to_builtins(own),
        )

    @classmethod
    def of(cls, row: FactRow) -> Self:
        """The fact that a row keeps; fields that a later version added take their defaults."""
        own = {f.name: row.data[f.name] for f in fields(cls) if f.name in row.data}
        base = {"record": row.record, "by": row.by, "at": row.at, "id": row.pk}
        return msgspec.convert(own | base, type=cls, strict=False)


def kind_named(kind: str) -> type[Fact]:
    """The class of a kind; KeyError if there is none."""
    return _kinds[kind]


def kinds() -> dict[str, type[Fact]]:
    """All kinds that are loaded, by name."""
    return dict(_kinds)


def from_row(row: FactRow) -> Fact:
    """The typed fact of a row; KeyError if its kind is unknown."""
    return _kinds[row.kind].of(row)
