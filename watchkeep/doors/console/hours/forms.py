"""What is known of business hours."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.estate.calendars import queries
from watchkeep.estate.calendars.models import BusinessHours

DAYS = dict(
    zip(
        queries.DAYS,
        (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
        strict=True,
    )
)


class HoursForm(VerbForm):
    """A zone, a week, and the days on which nobody is there. Each day is a line such as 09:00-12:00, 13:00-17:00."""

    name = forms.CharField(label=_("Name"), max_length=80)
    time_zone = ZoneField()
    holidays_country = forms.CharField(
        label=_("Public holidays of"), max_length=2, required=False, help_text=_("A country's two letters, such as DE.")
    )
    holidays_subdivision = forms.CharField(
        label=_("Region"), max_length=10, required=False, help_text=_("Such as BE for Berlin.")
    )
    closed_on = forms.CharField(
        label=_("Also closed on"), required=False, help_text=_("Days, separated by commas, such as 2026-12-24.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for day, words in DAYS.items():
            self.fields[day] = forms.CharField(label=words, required=False, max_length=100)

    def clean_closed_on(self) -> list[date]:
        """Return the days as dates."""
        try:
            return sorted(
                {date.fromisoformat(part.strip()) for part in self.cleaned_data["closed_on"].split(",") if part.strip()}
            )
        except ValueError:
            raise forms.ValidationError(_("Days look like 2026-12-24.")) from None

    def values(self) -> dict[str, Any]:
        """Return what the verbs take."""
        given = dict(self.cleaned_data)
        week = {day: read(text) for day in DAYS if (text := given.pop(day).strip())}
        countries = {name: given.pop(name).strip().upper() for name in ("holidays_country", "holidays_subdivision")}
        return {**given, **countries, "week": week}


def read(text: str) -> list[list[str]]:
    """Read a line of openings; what makes no sense is left for the model to refuse."""
    return [[part.strip() for part in span.replace("\N{EN DASH}", "-").split("-")] for span in text.split(",")]


def known(hours: BusinessHours) -> dict[str, Any]:
    """Return what a form begins with."""
    week = {day: ", ".join("-".join(span) for span in hours.week.get(day, ())) for day in DAYS}
    names = ("name", "time_zone", "holidays_country", "holidays_subdivision")
    closed = ", ".join(day.isoformat() for day in hours.closed_on)
    return {**{name: getattr(hours, name) for name in names}, **week, "closed_on": closed}
