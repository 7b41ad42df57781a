"""Forms of the clocks of the law."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.incidents.forms.base import IncidentForm, MomentField, text
from watchkeep.duty.regulations.models import NAMES, Regime, Terms
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.work.tickets.models import Attachment


class TimesForm(IncidentForm):
    """Since when a law counts."""

    heading = _("Correct the times")
    aware_at = MomentField(
        label=_("Aware since"), help_text=_("When somebody here first knew with reasonable certainty.")
    )
    classified_at = MomentField(
        label=_("Classified as major"), required=False, help_text=_("DORA only: when it was found to be major.")
    )
    handled_at = MomentField(
        label=_("Handled"), required=False,
        help_text=_("NIS2 only, when it went on after a month: the final report counts from here."),
    )  # fmt: skip
    terms = forms.ChoiceField(
        label=_("What holds for us"), choices=Terms.choices, required=False,
        help_text=_(
            "DORA moves a moment on a weekend or bank holiday to noon of the next working day; for banks, central "
            "counterparties, trading venues and entities under NIS2 that of the final report alone."
        ),
    )  # fmt: skip
    hours = forms.ModelChoiceField(
        BusinessHours.objects.all(),
        label=_("Weekends and bank holidays of"),
        required=False,
        empty_label=_("No calendar"),
    )

    def clean_terms(self) -> str:
        """Nothing said is as for everybody."""
        return self.cleaned_data["terms"] or Terms.PLAIN


class StartForm(TimesForm):
    """Which law, and since when."""

    heading = _("Start a clock of the law")
    says = _("When in doubt, ask whoever is responsible for the law here, and start it meanwhile: it can be stopped.")
    button = _("Start it")
    regime = forms.ChoiceField(label=_("Law"), choices=Regime.choices)
    authority = forms.CharField(label=_("Authority"), max_length=200, required=False)
    field_order = ["regime", "aware_at", "classified_at", "authority", "terms", "hours"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields.pop("handled_at")


class ReportForm(IncidentForm):
    """What was reported, to whom, with what evidence."""

    button = _("Put on record")
    to = forms.CharField(label=_("To whom"), max_length=200)
    reported_at = MomentField(label=_("When"), required=False, help_text=_("Empty: now."))
    text = forms.CharField(
        label=_("What was reported"), max_length=20_000, widget=text(14),
        help_text=_("Filled from the incident as far as it is known. Send it yourself; here it is kept."),
    )  # fmt: skip
    reference = forms.CharField(label=_("Their reference"), max_length=120, required=False)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, required=False, help_text=_("A receipt's number, where the copy lies.")
    )
    attachment = forms.ModelChoiceField(
        Attachment.objects.none(), label=_("Receipt"), required=False, empty_label=_("No file of this incident")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        files = Attachment.objects.filter(ticket=self.incident.pk)
        self.fields["attachment"].queryset = files  # type: ignore[attr-defined]


class ReasonForm(IncidentForm):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class WordingForm(VerbForm):
    """The words with which a report begins."""

    text = forms.CharField(
        label=_("Text"), max_length=10_000, widget=text(16),
        help_text=_("Names in double braces are filled in: %(names)s.") % {"names": ", ".join(NAMES)},
    )  # fmt: skip
