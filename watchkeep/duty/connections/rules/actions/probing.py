"""Whether a connection answers at all."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules.actions.base import About, Action


class Probe(Action, frozen=True, kw_only=True):
    """Sign in, ask for nothing, and say what came back. The test button of a connection."""

    about: ClassVar[About] = About(
        name="probe",
        label=gettext_lazy("Does it answer?"),
        connects="*",
        reads=gettext_lazy("Whether it answers, and believes who we are."),
        changes=gettext_lazy("Nothing."),
        undo=gettext_lazy("Nothing has to be undone."),
        timeout_seconds=20,
        longest_seconds=60,
    )

    def filled(self, values: Mapping[str, Any]) -> Self:  # noqa: ARG002  # there is nothing to fill
        """As it is."""
        return self

    def shown(self, place: str) -> str:
        """Where it knocks."""
        return _("See whether %(place)s answers.") % {"place": place}
