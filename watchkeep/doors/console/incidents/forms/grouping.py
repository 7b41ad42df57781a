"""Forms of what belongs together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.desk.finding import seen
from watchkeep.doors.console.incidents.forms.base import IncidentForm, NumberField
from watchkeep.doors.console.merging import JoiningForm
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Relation, Ticket


class OtherForm(IncidentForm):
    """A form that names another incident by its number."""

    def other(self, name: str) -> Incident | None:
        """The incident behind a number; the form is wrong when there is none that the reader may see."""
        number = self.cleaned_data.get(name, "").strip().upper()
        if not number:
            return None
        found = Incident.objects.visible_to(self.actor).filter(ticket__number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return found

    def alike(self) -> list[Ticket]:
        """Open incidents on the same service, offered while one types."""
        ticket = self.incident.ticket
        seen = Ticket.objects.visible_to(self.actor).incidents().open()
        rows = seen.filter(service=ticket.service).exclude(pk=ticket.pk)
        return list(rows.order_by("-opened_at")[:10])


class MergeForm(OtherForm, JoiningForm):
    """It is the same as another one."""

    heading = _("Merge into another incident")
    says = _("It is the same as another one: closed here, read and worked there. Nothing moves, so it can be undone.")
    button = _("Merge")
    field_order = ("into", "all_the_same")
    into = NumberField(label=_("Into"))

    def clean_into(self) -> Any:
        """The incident into which it goes."""
        return self.other("into")

    def clean(self) -> dict[str, Any]:
        """Who will not be told is said before."""
        given: dict[str, Any] = super().clean() or {}
        if into := given.get("into"):
            self.warn_of(self.incident.ticket, into.ticket)
        return given


class ParentForm(OtherForm):
    """It is part of a larger incident."""

    heading = _("Part of a larger incident")
    says = _("Parts can be resolved with the whole. Leave it empty to take it out.")
    button = _("Set")
    parent = NumberField(label=_("Larger incident"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        parent = self.incident.parent
        self.initial = {"parent": parent.number if parent else "", **self.initial}

    def clean_parent(self) -> Any:
        """The larger incident, or none."""
        return self.other("parent")


class LinkForm(OtherForm):
    """It has to do with another ticket."""

    heading = _("Link to another ticket")
    button = _("Link")
    relation = forms.ChoiceField(label=_("This one"), choices=Relation.choices)
    other_number = NumberField(label=_("Other ticket"))

    def clean_other_number(self) -> Any:
        """The other ticket, of whatever kind."""
        found = seen(self.actor).filter(number=self.cleaned_data["other_number"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(_("There is no ticket with this number."))
        return found
