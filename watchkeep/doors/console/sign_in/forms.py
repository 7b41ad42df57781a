"""What one is asked at the door."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm

LONGEST = 1000
"""Longer passwords are not looked at: hashing them would only cost time."""


def password_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    """Return a field for a password, which keeps its spaces."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=LONGEST, **more)


class LoginForm(VerbForm):
    """E-mail and password."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field(_("Password"), "current-password")
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


class CodeForm(VerbForm):
    """A code from the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "text", "spellcheck": "false"}
        ),
    )


class ForgottenForm(VerbForm):
    """Whose password is lost."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class ChooseForm(VerbForm):
    """A new password, once: the browser shows what was typed to whoever wants to see it."""

    password = password_field(_("New password"), "new-password", help_text=" ".join(password_validators_help_texts()))
