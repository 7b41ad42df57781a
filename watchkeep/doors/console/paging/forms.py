"""Forms of paging."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.people.models import Person


class EscalateForm(VerbForm):
    """The step that one has seen taken, so that two who press at once skip nobody."""

    round = forms.IntegerField(widget=forms.HiddenInput, required=False)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PageForm(VerbForm):
    """Whom to page."""

    person = forms.ModelChoiceField(Person.objects.active(), label=_("Whom"))
