"""Forms for schedules and for standing in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any) -> forms.DateTimeField:
    """A date and a time in the reader's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT, f"{MOMENT}:%S"])


class ScheduleForm(CarefulForm):
    """What a schedule is called, and whose wall clock it goes by."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What for"), max_length=200, required=False)
    time_zone = ZoneField(help_text=_("Hand-overs keep their local time here, summer and winter."))
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)


class OverrideForm(CarefulForm):
    """Who stands in, and from when to when."""

    person = PersonField(Person.objects.active(), label=_("Who stands in"))
    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    @classmethod
    def suggestion(cls) -> dict[str, str]:
        """From now until the same time tomorrow."""
        now = timezone.localtime(clock.now())
        return {"starts_at": now.strftime(MOMENT), "ends_at": (now + timedelta(days=1)).strftime(MOMENT)}
