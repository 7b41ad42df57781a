"""Forms of one's own notification settings."""

from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.notify.life import Wish
from watchkeep.duty.notify.models import Channel, ContactMethod, Gathering, Habit

NEVER = ""
DELAYS = [
    (NEVER, _("Not used")),
    ("0", _("At once")),
    *((str(minutes), _("After %(n)d min") % {"n": minutes}) for minutes in (1, 2, 5, 10, 15, 30, 60)),
]
ACCOUNT = "account"
TYPED = [(value, words) for value, words in Channel.choices if value != Channel.PUSH]
DAYS = list(enumerate(dates.WEEKDAYS.values()))
HABITS = _("A page that is urgent always comes. This is for replies, updates and reminders.")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MethodForm(CarefulForm):
    """A new way to be reached."""

    channel = forms.ChoiceField(label=_("Channel"), choices=TYPED)
    label = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as: My telephone."))
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("An e-mail address, the https:// address of a webhook, or an Apprise URL such as ntfys://…"),
    )


class HabitForm(VerbForm):
    """When what can wait may come."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=_clock())
    quiet_until = forms.TimeField(
        label=_("Quiet until"), required=False, widget=_clock(), help_text=_("In your own time zone.")
    )
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Quiet all day on"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    gathering = forms.ChoiceField(label=_("What can wait comes"), choices=Gathering.choices)
    digest_at = forms.TimeField(
        label=_("The daily message comes at"), widget=_clock(), help_text=_("Or as soon as it is no longer quiet.")
    )

    @staticmethod
    def of(habit: Habit) -> dict[str, Any]:
        """What stands now."""
        names = ("quiet_from", "quiet_until", "quiet_days", "gathering", "digest_at")
        return {name: getattr(habit, name) for name in names}


class RulesForm(CarefulForm):
    """For each way, when it is used."""

    def __init__(self, *args: Any, methods: list[ContactMethod], email: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields[ACCOUNT] = _delay(_("Account e-mail"), email)
        for method in methods:
            if method.is_verified:
                self.fields[f"method_{method.pk}"] = _delay(method.label, method.hint)

    @property
    def wishes(self) -> list[Wish]:
        """The rules that were chosen."""
        return [
            Wish(None if name == ACCOUNT else int(name.removeprefix("method_")), int(delay))
            for name, delay in self.cleaned_data.items()
            if delay != NEVER
        ]


def _delay(label: Any, hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=DELAYS, help_text=hint, required=False)
