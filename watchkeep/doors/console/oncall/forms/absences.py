"""Forms for being away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.duty.oncall.models import Absence
from watchkeep.estate.people.models import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AbsenceForm(CarefulForm):
    """Who is away from when to when. Whoever does not plan speaks for themselves."""

    person = PersonField(Person.objects.active(), label=_("Person"))
    kind = forms.ChoiceField(
        label=_("Why"), choices=Absence.Kind.choices, help_text=_("Only you and those who plan can read this.")
    )
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(label=_("Last day"), widget=DAY)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    ask = forms.BooleanField(label=_("Ask the others in my rotas to take my shifts"), required=False, initial=True)

    def __init__(self, *args: Any, for_others: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if not for_others:
            del self.fields["person"]


class HomelandForm(VerbForm):
    """Whose public holidays are mine."""

    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as DE."))
    subdivision = forms.CharField(label=_("Region"), max_length=10, required=False, help_text=_("Such as HH."))

    def verb(self) -> dict[str, str]:
        """What the domain's verb is told."""
        return {name: self.cleaned_data[name].strip().upper() for name in ("country", "subdivision")}
