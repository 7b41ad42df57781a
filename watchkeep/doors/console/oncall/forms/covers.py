"""Forms for asking others to take a shift."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.oncall.forms.schedules import moment_field
from watchkeep.doors.ui.picking import PersonField
from watchkeep.duty.oncall.models import Schedule
from watchkeep.estate.people.models import Person


class CoverForm(VerbForm):
    """Which shift, whom to ask, and what is taken in return."""

    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    whom = PersonField(label=_("Ask"), required=False, empty_label=_("Everybody in this rota"))
    back_starts_at = moment_field(_("In return I take theirs from"))
    back_ends_at = moment_field(_("until"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, schedule: Schedule, but: int, **named: Any) -> None:
        super().__init__(*args, **named)
        whom: Any = self.fields["whom"]
        whom.queryset = Person.objects.active().filter(pk__in=schedule.layers.values("people")).exclude(pk=but)
        for name in ("back_starts_at", "back_ends_at"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A shift in return has both its ends, or neither."""
        given = self.cleaned_data
        if bool(given.get("back_starts_at")) is not bool(given.get("back_ends_at")):
            self.add_error("back_starts_at", _("Give both times, or neither."))
        return given

    def verb(self) -> dict[str, Any]:
        """What the domain's verb is told."""
        given = {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "reason")}
        back = self.cleaned_data["back_starts_at"], self.cleaned_data["back_ends_at"]
        return given | {"asked": self.cleaned_data["whom"], "back": back if all(back) else None}
