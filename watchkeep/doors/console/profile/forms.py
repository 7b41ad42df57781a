"""What one says of oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.roles.choices import every_permission
from watchkeep.doors.console.sign_in.forms import password_field
from watchkeep.doors.ui.zones import ZoneField

LIVES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("", _("until it is revoked"))]


class ProfileForm(VerbForm):
    """What others see of me, and the clock that I live by."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = ZoneField(help_text=_("All times are shown in it."))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class PasswordForm(VerbForm):
    """The old password, and the new one."""

    old = password_field(_("Password now"), "current-password")
    password = password_field(
        _("New password"),
        "new-password",
        help_text=_("At least 12 characters. Several words are easy to keep in mind."),
    )


class ConfirmForm(VerbForm):
    """My password again, before something that would let another one in."""

    password = password_field(_("Your password"), "current-password")


class CodeForm(VerbForm):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class TokenForm(VerbForm):
    """What a program is called, may do, and for how long."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What will use it, such as “deploy script”."))
    days = forms.ChoiceField(label=_("Works for"), choices=LIVES, required=False, initial="90")
    everything = forms.BooleanField(
        label=_("Everything that I may do"), help_text=_("Now and later, as my roles change."), required=False
    )
    scopes = forms.MultipleChoiceField(
        label=_("Or only"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )

    def offer(self, request: Request) -> "TokenForm":
        """Offer what the reader may do, by the part of Watchkeep that it belongs to."""
        mine = [
            (area, [choice for choice in choices if request.actor.may(choice[0])])
            for area, choices in every_permission()
        ]
        self.fields["scopes"].choices = [group for group in mine if group[1]]  # type: ignore[attr-defined]
        return self

    def wanted(self) -> list[str]:
        """Return the scopes that were chosen."""
        return ["*"] if self.cleaned_data["everything"] else self.cleaned_data["scopes"]
