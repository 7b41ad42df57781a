"""Forms of chat: a workspace of each kind, and where an audience is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.duty.chat.models import Kind, Workspace
from watchkeep.duty.communications.models import Audience

FROM = [
    (0, _("never")),
    (1, _("SEV1 only")),
    (2, _("SEV1 and SEV2")),
    (3, _("SEV1 to SEV3")),
    (4, _("every severity")),
]
SECRETS = ("address", "token", "secret")
HIDDEN = forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"})


class WorkspaceForm(VerbForm):
    """What every workspace has. What is secret is asked for and never shown."""

    name = forms.CharField(label=_("Name"), max_length=80)

    @classmethod
    def filled(cls, workspace: Workspace) -> dict[str, Any]:
        """How the form shows a workspace that there is: without its secrets."""
        shown = [name for name in cls.base_fields if name not in SECRETS or (name, workspace.kind) in OPEN]
        return {name: getattr(workspace, name) for name in shown}

    def may_stay(self) -> "WorkspaceForm":
        """Ask for no secret again."""
        for name in (name for name in SECRETS if name in self.fields and name not in self.initial):
            self.fields[name].required = False
            self.fields[name].help_text = _("Kept and not shown. Empty: it stays.")
        return self


class SlackForm(WorkspaceForm):
    """A Slack workspace."""

    token = forms.CharField(label=_("Bot token"), max_length=300, widget=HIDDEN, help_text=_("It begins with xoxb-."))
    secret = forms.CharField(
        label=_("Signing secret"), max_length=300, widget=HIDDEN, help_text=_("From the app's basic information.")
    )
    command = forms.CharField(label=_("Command"), max_length=32, initial="incident", help_text=_("Without the slash."))
    rooms_from = forms.TypedChoiceField(
        label=_("An incident gets a channel of its own"), coerce=int, choices=FROM, initial=2
    )
    is_private = forms.BooleanField(label=_("These channels are private"), required=False)
    channel = forms.CharField(
        label=_("Channel for all"), max_length=80, required=False, help_text=_("Its id or name. Invite the bot to it.")
    )
    tells_from = forms.TypedChoiceField(label=_("Told there"), coerce=int, choices=FROM, initial=2)


class MattermostForm(SlackForm):
    """A team on a Mattermost server."""

    address = forms.CharField(label=_("Server"), max_length=500, help_text=_("https://chat.example.com"))
    team = forms.CharField(
        label=_("Team"), max_length=64, help_text=_("As it stands in the addresses of its channels.")
    )
    token = forms.CharField(label=_("Bot token"), max_length=300, widget=HIDDEN)
    secret = forms.CharField(
        label=_("Token of the slash command"), max_length=300, widget=HIDDEN,
        help_text=_("Mattermost shows it when the command is made."),
    )  # fmt: skip
    field_order = ("name", "address", "team")


class BotForm(WorkspaceForm):
    """A team in Microsoft Teams, through a bot that is registered there."""

    app_id = forms.CharField(
        label=_("Application (client) id"), max_length=36, help_text=_("Of the app registration that the bot uses.")
    )
    tenant = forms.CharField(label=_("Directory (tenant) id"), max_length=36)
    token = forms.CharField(
        label=_("Client secret"), max_length=300, widget=HIDDEN, help_text=_("Its value, not its id.")
    )
    team = forms.CharField(
        label=_("Team id"),
        max_length=36,
        help_text=_("The groupId in the link to the team. The bot is installed in it."),
    )
    rooms_from = forms.TypedChoiceField(
        label=_("An incident gets a channel of its own"), coerce=int, choices=FROM, initial=2
    )
    channel = forms.CharField(
        label=_("Channel for all"), max_length=80, required=False, help_text=_("Its name in the team, or its id.")
    )
    tells_from = forms.TypedChoiceField(label=_("Told there"), coerce=int, choices=FROM, initial=2)
    address = forms.CharField(
        label=_("Bot service"), max_length=300, required=False,
        help_text=_("Empty: Microsoft's worldwide one. A government cloud has another."),
    )  # fmt: skip


class TeamsForm(WorkspaceForm):
    """One channel of Microsoft Teams."""

    address = forms.CharField(
        label=_("Address of the workflow"), max_length=1000, widget=HIDDEN,
        help_text=_("From “Post to a channel when a webhook request is received”."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Security token of the outgoing webhook"), max_length=300, widget=HIDDEN, required=False,
        help_text=_("Without one, no commands are taken from there."),
    )  # fmt: skip
    tells_from = forms.TypedChoiceField(label=_("Told there"), coerce=int, choices=FROM, initial=2)


FORMS: dict[str, type[WorkspaceForm]] = {
    Kind.SLACK: SlackForm,
    Kind.MATTERMOST: MattermostForm,
    Kind.BOT: BotForm,
    Kind.TEAMS: TeamsForm,
}
OPEN = (("address", Kind.MATTERMOST), ("address", Kind.BOT))
"""Addresses that are no secret."""


class RelayForm(VerbForm):
    """An audience, and the channel in which it is told, too."""

    audience = forms.ModelChoiceField(
        Audience.objects.none(), label=_("Audience"), empty_label=_("Choose an audience…")
    )
    channel = forms.CharField(
        label=_("Channel"), max_length=80, required=False, help_text=_("Empty: the channel for all.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["audience"].queryset = Audience.objects.filter(is_active=True)  # type: ignore[attr-defined]
