"""Forms that change who can be paged: they show what the change would open or close, before anything is saved."""

from collections.abc import Callable

from django.core.exceptions import NON_FIELD_ERRORS

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.queries import Foresight

AGREED, LOOK = "agreed", "look"


class CarefulForm(VerbForm):
    """A form whose change is tried out on the coming weeks first.

    Its template includes ``oncall/foresight.html`` before its buttons. A new hole must be agreed to; a press on "Check
    first" saves nothing in any case. What is redrawn may have been touched by the trial, so the act finds its record.
    """

    foresight: Foresight | None = None

    def carries_carefully(self, act: Callable[[], object]) -> bool:
        """Do it when it is right, opens no hole, or only holes that were shown and agreed to."""
        is_done = self.carries(lambda: self._try(act))
        if self.foresight and self.is_look:
            self.status = 200
            self.errors.pop(NON_FIELD_ERRORS, None)
        return is_done

    @property
    def is_look(self) -> bool:
        """Whether nothing was to be saved in any case."""
        return LOOK in self.data

    def _try(self, act: Callable[[], object]) -> None:
        try:
            life.carefully(act, agreed=self.data.get(AGREED, ""), only_look=self.is_look)
        except life.Foreseen as seen:
            self.foresight = seen.foresight
            raise


class CarefulSureForm(CarefulForm):
    """Nothing to fill in: pressing the button is all."""
