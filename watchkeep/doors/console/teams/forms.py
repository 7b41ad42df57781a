"""What is known of a team, and who joins it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.people.models import Person


class TeamForm(VerbForm):
    """What a team is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What it looks after"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("A shared mailbox or list, if there is one.")
    )


class JoinForm(VerbForm):
    """Who joins."""

    person = PersonField(Person.objects.active(), label=_("Person"))
    is_lead = forms.BooleanField(label=_("Leads the team"), required=False)
