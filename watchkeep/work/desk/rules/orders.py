"""An order: what shall happen to a ticket, whatever its kind."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to do with a ticket: words to write, fields to set, a verb to take. Empty parts leave things as they are.

    ``team``, ``person`` and ``service`` are ids; ``way`` is ``reply`` or ``note``; ``words`` are what the verb needs to
    be told: why, or what was done.
    """

    way: str = ""
    body: str = ""
    team: int | None = None
    person: int | None = None
    to_me: bool = False
    to_nobody: bool = False
    service: int | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    verb: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return replace(self, words="", way="") == Order()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``kept`` wrote; a word of another version is left out."""
        given = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        own: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
        }
        return cls(**own)

    def kept(self) -> dict[str, Any]:
        """As a row keeps it: what is asked, and nothing else."""
        plain = Order()
        return {name: value for name, value in asdict(self).items() if value != getattr(plain, name)}
