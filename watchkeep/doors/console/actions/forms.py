"""What the log can be narrowed by, and the forms of asking and deciding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.parameters import ParametersForm
from watchkeep.doors.ui.signs import Words
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import Connection, State
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import Ticket

STATES: tuple[tuple[str, Words], ...] = (
    ("", _("All")),
    *((state.value, state.label) for state in State if state not in {State.QUEUED, State.REFUSED, State.UNDONE}),
)


@dataclass(frozen=True)
class Filter:
    """The filter of the log as its address says; what is unknown filters nothing."""

    state: str = ""
    action: str = ""
    ticket: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """Read it from the address."""
        state, action = asked.get("state", ""), asked.get("action", "")
        known = {name for name, _words in cls.actions()}
        ticket = asked.get("ticket", "").strip().upper()[:20]
        return cls(state if state in State.values else "", action if action in known else "", ticket)

    @property
    def values(self) -> dict[str, str]:
        """As the query takes it."""
        return {"state": self.state, "action": self.action, "ticket": self.ticket}

    @property
    def states(self) -> tuple[tuple[str, Words], ...]:
        """The states to choose from."""
        return STATES

    @staticmethod
    def actions() -> list[tuple[str, Words]]:
        """The actions to choose from."""
        return [(kind.about.name, kind.about.label) for kind in queries.library()]


class AskForm(ParametersForm):
    """One action with its parameters: through which connection, on which ticket, for real or not."""

    connection = forms.ModelChoiceField(Connection.objects.none(), label=_("Connection"), empty_label=_("Choose one…"))
    ticket = forms.CharField(
        label=_("Ticket"), max_length=20, required=False, help_text=_("Its number. Then it stands on its timeline.")
    )
    timeout_seconds = forms.IntegerField(label=_("Timeout in seconds"), min_value=1)
    is_dry_run = forms.BooleanField(
        label=_("Dry run"),
        required=False,
        initial=True,
        help_text=_("Says what would be sent, and sends nothing."),
    )
    needs_approval = forms.BooleanField(label=_("Somebody else must approve it"), required=False)

    def __init__(self, *args: Any, action: str, actor: Actor, **named: Any) -> None:
        super().__init__(*args, parameters=queries.fields_of(action), **named)
        self.actor, about = actor, queries.about(action)
        self.fields["timeout_seconds"].initial = about.timeout_seconds
        if about.connects:
            self.fields["connection"].queryset = queries.usable_for(action)  # type: ignore[attr-defined]
        else:
            del self.fields["connection"]
        own = [name for name in self.fields if name not in {field.name for field in self.parameters}]
        first = [name for name in own if name == "connection"]
        self.order_fields([*first, *(field.name for field in self.parameters)])

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes. Raises Refused for a ticket that is not there."""
        kept = ("timeout_seconds", "is_dry_run", "needs_approval")
        return {
            **{name: self.cleaned_data[name] for name in kept},
            "connection": self.cleaned_data.get("connection"),
            "ticket_id": self._ticket(),
            "parameters": self.given,
        }

    def _ticket(self) -> int | None:
        if not (number := self.cleaned_data["ticket"].strip().upper()):
            return None
        ticket = Ticket.objects.visible_to(self.actor).filter(number=number).only("pk").first()
        if ticket is None:
            raise Refused(str(_("There is no such ticket.")), field="ticket")
        return ticket.pk
