"""The form that opens an incident by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.incidents.forms.base import offered_services, teams, text
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import SeverityDefinition
from watchkeep.work.incidents.permissions import P


class OpenForm(VerbForm):
    """What is known when something breaks: a title is enough."""

    title = forms.CharField(
        label=_("What is broken?"), max_length=200, help_text=_("As you would say it on the phone.")
    )
    service = offered_services()
    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, empty_value=None, required=False)
    description = forms.CharField(label=_("What is known"), widget=text(5), required=False)
    team = teams()
    requester = PersonField(Person.objects.active(), label=_("Reported by"), required=False)
    is_drill = forms.BooleanField(
        label=_("This is a drill"), help_text=_("It stays out of all figures."), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        levels = [(one.level, f"SEV{one.level}: {one.name}") for one in SeverityDefinition.objects.all()]
        self.fields["severity"].choices = [("", _("Worked out from what is affected")), *levels]  # type: ignore[attr-defined]
        self.fields["description"].widget.attrs["data-draft"] = "incident:new"
        self.fields["title"].widget.attrs["autofocus"] = True
        self._leave_out(actor)

    def _leave_out(self, actor: Actor) -> None:
        """What the reader may not decide is not asked."""
        needs = {"severity": P.DECLARE, "team": P.WORK, "requester": P.WORK, "is_drill": P.DRILL}
        for name, permission in needs.items():
            if not actor.may(permission):
                del self.fields[name]
