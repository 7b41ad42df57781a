"""What all actions of the library have in common: their parameters are a structure that says what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import msgspec

from watchkeep.duty.connections.rules import placeholders
from watchkeep.kernel import parameters
from watchkeep.kernel.errors import Refused


@dataclass(frozen=True)
class About:
    """What people read before they choose an action. ``connects`` is the kind of connection it takes; "" for none.

    ``carried_out_by`` is the executor; that of the kind of connection unless said.
    """

    name: str
    label: Any
    connects: str
    reads: Any
    changes: Any
    undo: Any
    timeout_seconds: int
    longest_seconds: int = 3600
    carried_out_by: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One action with its parameters. A frozen structure: from it a form is drawn, a run kept, a request made."""

    about: ClassVar[About]

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Raise Refused for what could never be carried out; ``also`` are names that placeholders may use besides."""
        for field in parameters.of(type(self)):
            for text in texts(getattr(self, field.name)):
                self._refuse_unfillable(field.name, text, also)

    def filled(self, values: Mapping[str, Any]) -> Self:
        """The same with its placeholders filled, each quoted as its place asks. Raises BadPlaceholder."""
        raise NotImplementedError

    def shown(self, place: str) -> str:
        """Exactly what would be sent to this place, for a filled action."""
        raise NotImplementedError

    @property
    def brief(self) -> str:
        """What it does in a few words, for a list; placeholders as they were written."""
        return ""

    def undoing(self) -> Self | None:
        """The action that takes this one back; None when nothing can, or nothing has to be."""
        return None

    @staticmethod
    def _refuse_unfillable(name: str, text: str, also: frozenset[str]) -> None:
        try:
            placeholders.check(text, also)
        except placeholders.BadPlaceholder as error:
            raise Refused(str(error), field=name) from error


def texts(value: Any) -> list[str]:
    """Every text in a parameter."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts(one)]
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in texts(one)]
    return []
