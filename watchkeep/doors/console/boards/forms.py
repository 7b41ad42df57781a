"""Forms of boards and their meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.parameters import LinesField
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.register import ServicesField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.estate.people.models import Person
from watchkeep.work.approvals.models import Board, Weekday
from watchkeep.work.changes.models import Decision, Meeting

PLAIN = ("name", "about", "quorum", "weekday", "time_zone", "every_weeks", "is_active")


class BoardForm(VerbForm):
    """Who is on it, and when it meets."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("What it decides"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    members = LinesField(
        label=_("Members"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("E-mail addresses, one a line."),
    )  # fmt: skip
    services = ServicesField(
        label=_("Looks at these services alone"), required=False,
        help_text=_("Emergencies and what went wrong on them are on its agenda. None means all."),
    )  # fmt: skip
    chair = PersonField(Person.objects.active(), label=_("Chair"), required=False)
    quorum = forms.IntegerField(
        label=_("Quorum"), min_value=1, max_value=100, initial=2, help_text=_("How many must be there, and agree.")
    )
    weekday = forms.TypedChoiceField(
        label=_("Meets on"), choices=[("", _("When somebody calls it")), *Weekday.choices], coerce=int,
        empty_value=None, required=False,
    )  # fmt: skip
    at_time = forms.TimeField(label=_("At"), initial="14:00", widget=forms.TimeInput(attrs={"type": "time"}))
    time_zone = ZoneField(initial="UTC")
    every_weeks = forms.IntegerField(label=_("Every so many weeks"), min_value=1, max_value=52, initial=1)
    is_active = forms.BooleanField(label=_("It decides"), required=False, initial=True)

    def clean_members(self) -> list[Person]:
        """The people with these addresses; one that nobody has is wrong."""
        given = [address.lower() for address in self.cleaned_data["members"]]
        found = {one.email: one for one in Person.objects.active().filter(email__in=given)}
        if unknown := [address for address in given if address not in found]:
            raise forms.ValidationError(_("Nobody here has the address %(address)s."), params={"address": unknown[0]})
        return [found[address] for address in given]

    @staticmethod
    def filled(board: Board) -> dict[str, Any]:
        """How a board fills the form in."""
        emails = list(board.places.values_list("person__email", flat=True))
        plain = {name: getattr(board, name) for name in PLAIN}
        plain["services"] = list(board.services.values_list("pk", flat=True))
        return plain | {"members": emails, "chair": board.chair_id, "at_time": f"{board.at_time:%H:%M}"}


class PresentForm(VerbForm):
    """Who is there."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who is there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, **named: Any) -> None:
        super().__init__(*args, **named)
        seats = Person.objects.filter(pk__in=meeting.board.places.values("person")).order_by("name")
        self.fields["people"].queryset = seats  # type: ignore[attr-defined]


class DecideForm(VerbForm):
    """What the board came to, who was against it, and in which words."""

    decision = forms.ChoiceField(choices=Decision.choices)
    words = forms.CharField(
        label=_("What was said"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to turn it down, to put it off and to note it. Whoever planned it reads it."),
    )  # fmt: skip
    against = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who was against it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["against"].queryset = meeting.present.order_by("name")  # type: ignore[attr-defined]


class CloseForm(VerbForm):
    """The last words."""

    minutes = forms.CharField(
        label=_("Minutes"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was said besides. Every member gets them by mail, with each decision."),
    )  # fmt: skip
