"""Forms of one's own notification settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.foresight import CarefulForm
from watchkeep.duty.notify.life import Wish
from watchkeep.duty.notify.models import Channel, ContactMethod

NEVER = ""
DELAYS = [
    (NEVER, _("Not used")),
    ("0", _("At once")),
    *((str(minutes), _("After %(n)d min") % {"n": minutes}) for minutes in (1, 2, 5, 10, 15, 30, 60)),
]
ACCOUNT = "account"


class MethodForm(CarefulForm):
    """A new way to be reached."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    label = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as: My telephone."))
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("An e-mail address, the https:// address of a webhook, or an Apprise URL such as ntfys://…"),
    )


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
