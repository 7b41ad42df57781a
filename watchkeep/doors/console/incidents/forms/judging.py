"""Forms of judgement: how bad, how urgent, whose, and what is known."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import MergingForm
from watchkeep.doors.console.incidents.forms.base import (
    IncidentForm,
    MomentField,
    WorkerField,
    offered_services,
    teams,
    text,
)
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.templatetags import ui
from watchkeep.estate.people.models import Person
from watchkeep.work.incidents.models import MatrixCell, SeverityDefinition

IMPACTS = {1: _("Widespread"), 2: _("A group"), 3: _("One person")}
URGENCIES = {1: _("Now"), 2: _("Soon"), 3: _("Can wait")}


class SeverityForm(IncidentForm):
    """Declare a severity."""

    heading = _("Declare a severity")
    says = _("From then on it no longer follows the priority.")
    button = _("Declare")
    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        ticket, every = self.incident.ticket, list(SeverityDefinition.objects.all())
        mine = [one for one in every if self.actor.may(one.permission)]
        self.fields["severity"].choices = [(one.level, _meaning(one)) for one in mine]  # type: ignore[attr-defined]
        if others := [one for one in every if one not in mine]:
            names, who = ", ".join(f"SEV{one.level}" for one in others), others[0].get_permission_display()
            self.fields["severity"].help_text = f"{names}: {who[:1].lower()}{who[1:]}"
        self.initial = {"severity": ticket.severity, "version": ticket.version, **self.initial}


class MatrixForm(IncidentForm):
    """Impact and urgency, chosen in the matrix that makes a priority of them."""

    cell = forms.CharField(label=_("Impact and urgency"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.initial = {"cell": f"{self.incident.impact}-{self.incident.urgency}", **self.initial}
        self.cells = MatrixCell.in_force()

    def matrix(self) -> list[tuple[Any, list[tuple[str, int, bool, str]]]]:
        """Rows of the matrix: an impact, and for each urgency (value, priority, chosen, its name in words)."""
        chosen = str(self["cell"].value())
        return [(IMPACTS[impact], [self._cell(impact, urgency, chosen) for urgency in URGENCIES]) for impact in IMPACTS]

    def urgencies(self) -> list[Any]:
        """The columns of the matrix."""
        return list(URGENCIES.values())

    def clean_cell(self) -> tuple[int, int] | None:
        """The chosen impact and urgency."""
        impact, _dash, urgency = self.cleaned_data["cell"].partition("-")
        if not (impact.isdigit() and urgency.isdigit()):
            return None
        return int(impact), int(urgency)

    def _cell(self, impact: int, urgency: int, chosen: str) -> tuple[str, int, bool, str]:
        value = f"{impact}-{urgency}"
        words = f"{IMPACTS[impact]}, {URGENCIES[urgency]}"
        return value, self.cells.get((impact, urgency), 5), value == chosen, words

    def judged(self) -> dict[str, Any]:
        """What the verb is told."""
        impact, urgency = self.cleaned_data.get("cell") or (None, None)
        return {"impact": impact, "urgency": urgency}


class PriorityForm(MatrixForm):
    """Judge impact and urgency anew."""

    heading = _("Judge impact and urgency")
    says = _("The priority follows from both, by the matrix. The clocks are reckoned anew and lose nothing.")
    button = _("Set")
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def judged(self) -> dict[str, Any]:
        """With the reason."""
        return {**super().judged(), "reason": self.cleaned_data["reason"]}


class TriageForm(MatrixForm):
    """Look at it and say where it belongs."""

    heading = _("Triage")
    says = _("How bad it is, and who should have it.")
    button = _("Triaged")
    team = teams()
    person = WorkerField()

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        ticket = self.incident.ticket
        self.initial = {"team": ticket.team_id, "person": ticket.assignee_id, **self.initial}

    def judged(self) -> dict[str, Any]:
        """With team and person, where they differ."""
        ticket, given = self.incident.ticket, self.cleaned_data
        changes = {}
        if given["team"] != ticket.team:
            changes["team"] = given["team"]
        if given["person"] != ticket.assignee:
            changes["person"] = given["person"]
        return {**super().judged(), **changes}


class AssignForm(IncidentForm):
    """Give it to a team and a person."""

    heading = _("Assign")
    button = _("Assign")
    team = teams()
    person = WorkerField()

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        ticket = self.incident.ticket
        self.initial = {"team": ticket.team_id, "person": ticket.assignee_id, **self.initial}
        self.fields["person"].widget.attrs["autofocus"] = True


class EditForm(IncidentForm, MergingForm):
    """Correct what it says. It remembers what stood there, so that only what was really changed is saved."""

    heading = _("Edit")
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=text(6), required=False)
    service = offered_services()
    requester = PersonField(Person.objects.active(), label=_("Requester"), required=False)
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by spaces."))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        ticket = self.incident.ticket
        self.initial = {
            "title": ticket.title,
            "description": ticket.description,
            "service": ticket.service_id,
            "requester": ticket.requester_id,
            "tags": " ".join(ticket.tags),
            "version": ticket.version,
            **self.initial,
        }

    def clean_tags(self) -> list[str]:
        """Tags, one by one."""
        return str(self.cleaned_data["tags"]).replace(",", " ").split()


class AmendForm(IncidentForm, MergingForm):
    """Correct cause, fix and times."""

    heading = _("Cause and times")
    cause = forms.CharField(label=_("Cause"), widget=text(3), required=False)
    fix = forms.CharField(label=_("What was done"), widget=text(3), required=False)
    service_down_at = MomentField(label=_("Service down since"), required=False)
    next_update_at = MomentField(label=_("Next update"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        names = ("cause", "fix", "service_down_at", "next_update_at")
        kept = {name: getattr(self.incident, name) for name in names}
        self.initial = {**kept, "version": self.incident.ticket.version, **self.initial}


class DeadlineForm(IncidentForm):
    """Say by when it must be done."""

    heading = _("Deadline")
    says = _("As it comes near the incident becomes more urgent by itself. Leave it empty for none.")
    deadline_at = MomentField(label=_("To be done by"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        kept = {"deadline_at": self.incident.deadline_at, "version": self.incident.ticket.version}
        self.initial = {**kept, **self.initial}


def _meaning(one: SeverityDefinition) -> Any:
    examples = format_html('<span class="field-help block">{} {}</span>', _("For example:"), one.examples)
    return format_html(
        '{} <b>{}</b><span class="field-help block">{}</span>{}',
        ui.severity(one.level),
        one.name,
        one.definition,
        examples if one.examples else "",
    )
