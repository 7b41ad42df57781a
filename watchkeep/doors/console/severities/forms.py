"""What a severity means, as it is edited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.work.incidents.models import SeverityDefinition


class SeverityForm(VerbForm):
    """One severity in the words of this organisation."""

    name = forms.CharField(label=_("Name"), max_length=40)
    definition = forms.CharField(
        label=_("Definition"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that two people who read it choose the same."),
    )  # fmt: skip
    examples = forms.CharField(
        label=_("Examples"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Things that have happened here, or could. Whoever declares reads them."),
    )  # fmt: skip
    demands = forms.CharField(
        label=_("What it demands"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In short; the response plans say it in full."),
    )  # fmt: skip
    permission = forms.ChoiceField(label=_("Who may declare it"), choices=SeverityDefinition.Declarer.choices)
