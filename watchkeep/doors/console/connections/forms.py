"""Forms of connections: name and owner, and what the kind asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.parameters import ParametersForm
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import Connection
from watchkeep.estate.people.models import Team


class ConnectionForm(ParametersForm):
    """A connection of one kind. What is secret is asked for and never shown."""

    name = forms.CharField(label=_("Name"), max_length=80)
    owner = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Owner"),
        empty_label=_("Choose a team…"),
        help_text=_("Who knows this system and is asked about it."),
    )

    def __init__(self, *args: Any, kind: str, is_new: bool = True, **named: Any) -> None:
        super().__init__(*args, parameters=queries.settings_of(kind), **named)
        self.fields["owner"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]
        for field in self.parameters:
            if field.is_secret and not is_new:
                self._may_stay(field.name)

    @staticmethod
    def filled(connection: Connection) -> dict[str, Any]:
        """How the form shows a connection that there is: without its secrets."""
        return {**connection.settings, "name": connection.name, "owner": connection.owner_id}

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"name": self.cleaned_data["name"], "owner": self.cleaned_data["owner"], "given": self.given}

    def _may_stay(self, name: str) -> None:
        self.fields[name].required = False
        self.fields[name].help_text = _("Kept and not shown. Empty: it stays, unless the address changes.")
