"""The form of a mailbox: who may write, and how its mail is fetched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.work.correspondence.models import Mailbox, Proving, Strangers, Way

_KEPT = _("Kept and not shown. Empty: it stays, unless server or user change.")
_SECRETS = ("password", "client_secret", "refresh_token")


class HandedForm(VerbForm):
    """A mailbox whose mail a mail server hands over."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.EmailField(label=_("Address"), help_text=_("What people write to."))
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label=_("Service"),
        required=False,
        help_text=_("What a new mail is about, when it is always the same."),
    )
    strangers = forms.ChoiceField(label=_("Unknown senders"), choices=Strangers.choices)
    guests = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Guests belong to"),
        required=False,
        help_text=_("The organisation of contacts whose mail domain is no organisation's. Empty: their mail waits."),
    )
    trusted_server = forms.CharField(
        label=_("Mail server that checks senders"),
        max_length=200,
        required=False,
        help_text=_("The name that it writes at the beginning of its Authentication-Results headers."),
    )
    proving = forms.ChoiceField(label=_("Proof of the sender"), choices=Proving.choices)
    most_an_hour = forms.IntegerField(
        label=_("Mails of one sender an hour"), min_value=1, max_value=10_000, help_text=_("What comes beyond waits.")
    )
    answers = forms.BooleanField(label=_("Confirm new requests by mail"), required=False)
    copies_follow = forms.BooleanField(
        label=_("Colleagues in copy follow along"),
        required=False,
        help_text=_("People whom we know, of the sender's own organisation, when it is proven who wrote."),
    )
    keep_days = forms.IntegerField(
        label=_("Days that sources are kept"), min_value=1, max_value=3650, required=False,
        help_text=_("Then the mail as it came is erased; what was read from it stays. Empty: they are kept."),
    )  # fmt: skip
    is_default = forms.BooleanField(
        label=_("Answers to anything else come here"),
        required=False,
        help_text=_("Mails about tickets that did not come by mail ask for answers to this address."),
    )
    takes_plus = forms.BooleanField(
        label=_("The server takes address+anything for it"),
        required=False,
        help_text=_("Then an answer finds its ticket by the address alone."),
    )
    takes_lists = forms.BooleanField(
        label=_("The address is itself a list or group"),
        required=False,
        help_text=_("Otherwise what comes through a mailing list opens nothing."),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["service"].queryset = Service.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["guests"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]

    @staticmethod
    def filled(mailbox: Mailbox) -> dict[str, Any]:
        """How the form shows a mailbox that there is: without its secrets."""
        plain = {name: getattr(mailbox, name) for name in HandedForm.base_fields}
        return {**mailbox.settings, **plain}

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        plain = {name: self.cleaned_data[name] for name in HandedForm.base_fields}
        return plain | {"given": self.given}

    @property
    def given(self) -> dict[str, Any] | None:
        """How it is fetched; None when it is not."""
        return None


class ImapForm(HandedForm):
    """A mailbox that is fetched by IMAP."""

    host = forms.CharField(label=_("Server"), max_length=200, widget=forms.TextInput({"spellcheck": "false"}))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=993)
    security = forms.ChoiceField(
        label=_("Protection of the line"),
        choices=(("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("None: only inside your own network"))),
    )
    login = forms.ChoiceField(
        label=_("Signing in"),
        choices=(
            ("password", _("Password")),
            ("microsoft", _("Microsoft 365 (OAuth)")),
            ("google", _("Google (OAuth)")),
        ),
    )
    user = forms.CharField(label=_("User"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Password"), required=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    client_id = forms.CharField(label=_("OAuth: client id"), max_length=300, required=False)
    client_secret = forms.CharField(
        label=_("OAuth: client secret"), required=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    refresh_token = forms.CharField(
        label=_("OAuth: refresh token"), required=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    tenant = forms.CharField(label=_("Microsoft: tenant"), max_length=100, required=False, initial="common")
    token_url = forms.URLField(
        label=_("OAuth: address for tokens"),
        required=False,
        assume_scheme="https",
        help_text=_("Empty: the provider's own."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    after = forms.ChoiceField(
        label=_("What was taken"), choices=(("move", _("Moves to another folder")), ("keep", _("Stays, as read")))
    )
    done_folder = forms.CharField(label=_("The other folder"), max_length=200, required=False, initial="Watchkeep")

    def __init__(self, *args: Any, is_new: bool = True, **named: Any) -> None:
        super().__init__(*args, **named)
        if not is_new:
            for name in _SECRETS:
                self.fields[name].help_text = _KEPT

    @property
    def given(self) -> dict[str, Any]:
        """How it is fetched."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in HandedForm.base_fields}


FORMS: dict[str, type[HandedForm]] = {Way.IMAP: ImapForm, Way.HANDED: HandedForm}
FIRST: dict[str, Any] = {"most_an_hour": 30, "answers": True, "takes_plus": True, "proving": Proving.NOT_FAILED}
"""What a new mailbox begins with."""
