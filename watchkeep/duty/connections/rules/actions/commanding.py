"""One command on a machine, by SSH."""

import shlex
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says


class SshCommand(Action, frozen=True, kw_only=True):
    """Run a program on a machine. The shell there sees every argument quoted, whatever stands in it."""

    about: ClassVar[About] = About(
        name="ssh",
        label=gettext_lazy("Command by SSH"),
        connects="ssh",
        reads=gettext_lazy("What the program prints, up to 64 kB, and its exit code."),
        changes=gettext_lazy("Whatever the program changes."),
        undo=gettext_lazy("By a second program, if you give one."),
        timeout_seconds=60,
    )

    program: Annotated[
        str, Says(gettext_lazy("Program"), gettext_lazy("Its name or path alone, such as systemctl. No placeholders."))
    ]
    arguments: Annotated[
        list[str], Says(gettext_lazy("Arguments"), gettext_lazy("One a line. Each reaches the program as it stands."))
    ] = msgspec.field(default_factory=list)
    undo_program: Annotated[
        str, Says(gettext_lazy("To undo: program"), gettext_lazy("Empty: this cannot be undone."))
    ] = ""
    undo_arguments: Annotated[list[str], Says(gettext_lazy("To undo: arguments"))] = msgspec.field(default_factory=list)

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """A program is named, never filled in."""
        super().check(also)
        for field in ("program", "undo_program"):
            name = getattr(self, field)
            if "{" in name or name.startswith("-") or "\n" in name:
                raise Refused(_("Give the name or the path of a program."), field=field)

    def filled(self, values: Mapping[str, Any]) -> Self:
        """A value that stands at the beginning of an argument may not turn it into an option."""
        return msgspec.structs.replace(self, arguments=[_argument(text, values) for text in self.arguments])

    @property
    def line(self) -> str:
        """The command for the shell over there, each word quoted."""
        return shlex.join([self.program, *self.arguments])

    def shown(self, place: str) -> str:
        """Where, and the command."""
        return f"{place}$ {self.line}"

    @property
    def brief(self) -> str:
        """The command."""
        return self.line

    def undoing(self) -> Self | None:
        """The second program."""
        if not self.undo_program:
            return None
        return msgspec.structs.replace(
            self, program=self.undo_program, arguments=self.undo_arguments, undo_program="", undo_arguments=[]
        )


def _argument(text: str, values: Mapping[str, Any]) -> str:
    filled = placeholders.fill(text, values)
    if filled.startswith("-") and not text.startswith("-"):
        raise placeholders.BadPlaceholder("A placeholder would turn an argument into an option.")
    return filled
