"""Forms of received mail: what the log is narrowed by, and rules about senders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.signs import Words
from watchkeep.work.correspondence.models import Act, Mailbox, State

STATES: tuple[tuple[str, Words], ...] = (("", _("All")), *((state.value, state.label) for state in State))


@dataclass(frozen=True)
class Filter:
    """The filter of a page as its address says; what is unknown filters nothing."""

    state: str = ""
    mailbox: int = 0
    sender: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """Read it from the address."""
        state, mailbox = asked.get("state", ""), asked.get("mailbox", "")
        number = int(mailbox) if mailbox.isascii() and mailbox.isdigit() and len(mailbox) < 19 else 0
        sender = asked.get("sender", "").strip().lower()[:320].replace("\x00", "")
        return cls(state if state in State.values else "", number, sender)

    @property
    def values(self) -> dict[str, Any]:
        """As the query takes it."""
        return {"state": self.state, "mailbox": self.mailbox, "sender": self.sender}

    @property
    def states(self) -> tuple[tuple[str, Words], ...]:
        """The outcomes to choose from."""
        return STATES


class RuleForm(VerbForm):
    """A rule about senders."""

    pattern = forms.CharField(
        label=_("Sender"), max_length=254, help_text=_("An address, or a domain such as @example.org.")
    )
    act = forms.ChoiceField(label=_("Their mail"), choices=Act.choices)
    mailbox = forms.ModelChoiceField(
        Mailbox.objects.none(), label=_("Mailbox"), required=False, empty_label=_("All mailboxes")
    )
    must_be_proven = forms.BooleanField(label=_("Only when the sender is proven"), required=False)
    takes_automatic = forms.BooleanField(
        label=_("Automatic mail too"),
        required=False,
        help_text=_("What machines write becomes requests. Automatic replies never do."),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["mailbox"].queryset = Mailbox.objects.order_by("name")  # type: ignore[attr-defined]
