"""What the log can be narrowed by; all of it lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.duty.notify.models import State

STATES: tuple[tuple[str, Words], ...] = (("", _("All")), *((state.value, state.label) for state in State))
CHANNELS: tuple[tuple[str, Words], ...] = (
    ("email", _("E-mail")),
    ("webhook", _("Own webhooks")),
    ("endpoint", _("Programs")),
    ("apprise", _("Apprise")),
)


@dataclass(frozen=True)
class Filter:
    """The filter of a page as its address says; what is unknown filters nothing."""

    state: str = ""
    channel: str = ""
    ticket: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """Read it from the address."""
        state = asked.get("state", "")
        channel = asked.get("channel", "")
        ticket = asked.get("ticket", "").strip().upper()[:20]
        return cls(state if state in State.values else "", channel if channel in dict(CHANNELS) else "", ticket)

    @property
    def values(self) -> dict[str, str]:
        """As the query takes it."""
        return {"state": self.state, "channel": self.channel, "ticket": self.ticket}

    @property
    def states(self) -> tuple[tuple[str, Words], ...]:
        """The states to choose from."""
        return STATES

    @property
    def channels(self) -> tuple[tuple[str, Words], ...]:
        """The channels to choose from."""
        return CHANNELS
