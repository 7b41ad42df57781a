"""What the forms of an incident share: words around the fields, and choices that the reader may make."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.signs import Words
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Stale
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P

TO_THE_MINUTE = "%Y-%m-%dT%H:%M"


class IncidentForm(VerbForm):
    """A verb on one incident: what it is called, what it does, and the button that does it."""

    heading: Words = ""
    says: Words = ""
    button: Words = _("Save")
    kind = "primary"

    def __init__(self, *args: Any, incident: Incident, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        self.incident = incident
        self.actor = actor

    def keeps(self, no: Stale) -> bool:  # noqa: ARG002  # as every form is asked
        """The room draws what stands there now beside what was typed."""
        return False


class NumberField(forms.CharField):
    """The number of another incident, which the reader may see."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("max_length", 20)
        super().__init__(**named)
        self.widget.attrs.update({"placeholder": "INC-1042", "autocomplete": "off", "autocapitalize": "characters"})


class HiddenMoment(forms.DateTimeInput):
    """What a field for a moment began with, to the minute as well: what nobody touched has not changed."""

    input_type = "hidden"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=TO_THE_MINUTE)


class MomentField(forms.DateTimeField):
    """A date and time in the reader's zone, to the minute."""

    hidden_widget = HiddenMoment

    def __init__(self, **named: Any) -> None:
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TO_THE_MINUTE)
        super().__init__(widget=picker, input_formats=[TO_THE_MINUTE, "%Y-%m-%dT%H:%M:%S"], **named)

    def prepare_value(self, value: Any) -> Any:
        """Write it without seconds, in the reader's zone."""
        return timezone.localtime(value) if hasattr(value, "tzinfo") and value.tzinfo else value


def text(rows: int = 4, **attrs: str) -> forms.Textarea:
    """A field for several lines."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


class WorkerField(PersonField):
    """Somebody who can be given an incident, asked anew for each form: roles change."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"label": _("Person"), "required": False, "empty_label": _("Nobody"), **named})

    def __deepcopy__(self, memo: dict[int, Any]) -> "WorkerField":
        """Each form has its own copy of a field: this is where the choice is made."""
        copied: WorkerField = super().__deepcopy__(memo)
        copied.queryset = people.with_permission(P.WORK)
        return copied


def teams() -> "forms.ModelChoiceField[Team]":
    """Which team can be given an incident."""
    return forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("No team"))


def offered_services() -> "forms.ModelChoiceField[Service]":
    """What can be down."""
    return forms.ModelChoiceField(
        Service.objects.active(), label=_("Service"), required=False, empty_label=_("Not known yet")
    )
