"""What needs no connection: let time pass, or ask a person."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

DAY = 86_400


class Wait(Action, frozen=True, kw_only=True):
    """Let time pass before the next step."""

    about: ClassVar[About] = About(
        name="wait",
        label=gettext_lazy("Wait"),
        connects="",
        reads=gettext_lazy("Nothing."),
        changes=gettext_lazy("Nothing."),
        undo=gettext_lazy("Nothing has to be undone."),
        timeout_seconds=7 * DAY,
        longest_seconds=7 * DAY,
    )

    seconds: Annotated[int, msgspec.Meta(ge=1, le=7 * DAY), Says(gettext_lazy("Seconds"))]

    def filled(self, values: Mapping[str, Any]) -> Self:  # noqa: ARG002  # there is nothing to fill
        """As it is."""
        return self

    @property
    def brief(self) -> str:
        """How long."""
        return _("%(seconds)s seconds") % {"seconds": self.seconds}

    def shown(self, place: str) -> str:  # noqa: ARG002  # there is no place
        """How long."""
        return _("Wait %(seconds)s seconds.") % {"seconds": self.seconds}


class Ask(Action, frozen=True, kw_only=True):
    """Put a question to whoever works on it. Later steps can use the answer as a placeholder."""

    about: ClassVar[About] = About(
        name="ask",
        label=gettext_lazy("Ask a person"),
        connects="",
        reads=gettext_lazy("What somebody chooses."),
        changes=gettext_lazy("Nothing."),
        undo=gettext_lazy("Nothing has to be undone."),
        timeout_seconds=DAY,
        longest_seconds=30 * DAY,
    )

    question: Annotated[str, msgspec.Meta(max_length=300), Says(gettext_lazy("Question"))]
    choices: Annotated[list[str], Says(gettext_lazy("Choices"), gettext_lazy("One a line, two or more."))]
    key: Annotated[
        str, Says(gettext_lazy("Remember as"), gettext_lazy("Later steps find the answer in {{ answers.NAME }}."))
    ] = "answer"

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Something to choose from."""
        super().check(also)
        if len(set(self.choices)) < 2 or len(self.choices) > 12 or any(not 0 < len(one) <= 120 for one in self.choices):
            raise Refused(_("Give two to twelve different choices."), field="choices")
        if not self.key.isidentifier():
            raise Refused(_("Use letters, digits and _."), field="key")

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Fill the question and the choices."""
        return msgspec.structs.replace(
            self,
            question=placeholders.fill(self.question, values),
            choices=[placeholders.fill(one, values) for one in self.choices],
        )

    @property
    def brief(self) -> str:
        """The question."""
        return self.question

    def shown(self, place: str) -> str:  # noqa: ARG002  # there is no place
        """The question and what can be chosen."""
        return "\n".join([self.question, *(f"  ○ {one}" for one in self.choices)])
