"""Workspaces, the channels of incidents, whose account is whose, and which audience reads where."""

from __future__ import annotations

import secrets
from typing import Self

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.chat.permissions import P
from watchkeep.duty.communications.models import Audience
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField
from watchkeep.work.tickets.models import Ticket


class Kind(models.TextChoices):
    """Which program it is."""

    SLACK = "slack", "Slack"
    MATTERMOST = "mattermost", "Mattermost"
    BOT = "teams_bot", "Microsoft Teams"
    TEAMS = "teams", _("Microsoft Teams, one channel by webhook")


def new_key() -> str:
    """A name for a workspace's own addresses that nobody guesses."""
    return secrets.token_hex(12)


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    """Sets of workspaces."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see chat sees all of it."""
        return self if actor.may(P.SEE) else self.none()

    def speaking(self) -> Self:
        """Those that are told what happens."""
        return self.filter(is_active=True)


class Workspace(models.Model):
    """One Slack, Mattermost or Teams. It is paused, never deleted: the log refers to it.

    ``key`` is in the addresses that it calls. ``token`` lets us in there, ``secret`` proves that it is they who call
    here. An incident gets a channel of its own from severity ``rooms_from`` on, and is told in ``channel`` from
    ``tells_from`` on; 0 is never. A bot in Teams is the application ``app_id`` of ``tenant``, ``token`` is its client
    secret, and ``service_url`` is where Teams last said that it listens. ``refusal`` is why a request was last not
    believed.
    """

    kind = models.CharField(_("program"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80, unique=True)
    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    address = SecretField(_("address"))
    hint = models.CharField(max_length=120, editable=False)
    team = models.CharField(_("team"), max_length=64, blank=True)
    app_id = models.CharField(_("application (client) id"), max_length=36, blank=True)
    tenant = models.CharField(_("directory (tenant) id"), max_length=36, blank=True)
    token = SecretField(_("bot token"), blank=True, default="")
    secret = SecretField(_("signing secret"), blank=True, default="")
    channel = models.CharField(_("channel for all"), max_length=80, blank=True)
    command = models.CharField(
        _("command"),
        max_length=32,
        default="incident",
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", _("Small letters, digits, - and _ only."))],
    )
    rooms_from = models.PositiveSmallIntegerField(
        _("a channel of its own from"), default=2, validators=[MaxValueValidator(4)]
    )
    tells_from = models.PositiveSmallIntegerField(_("told in it from"), default=2, validators=[MaxValueValidator(4)])
    is_private = models.BooleanField(_("incident channels are private"), default=False)
    is_active = models.BooleanField(_("in use"), default=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    last_answer = models.CharField(max_length=300, blank=True, editable=False)
    service_url = models.CharField(max_length=300, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    refusal = models.CharField(max_length=200, blank=True, editable=False)

    objects = models.Manager.from_queryset(WorkspaceQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="chat_kind_is_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def makes_channels(self) -> bool:
        """Whether an incident can have a channel of its own there: no webhook of Teams makes one."""
        return self.kind != Kind.TEAMS

    @property
    def spoken(self) -> str:
        """How people there call us."""
        return f"@{self.name}" if self.kind in (Kind.TEAMS, Kind.BOT) else f"/{self.command}"

    @property
    def lane(self) -> str:
        """The lane in which what we say there travels, one after the other."""
        return f"chat:{self.pk}"

    @property
    def quick_lane(self) -> str:
        """The lane of what somebody waits for: no queue of news stands before it."""
        return f"chat:{self.pk}:quick"

    def wants_room(self, severity: int | None) -> bool:
        """Whether an incident of this severity gets a channel without anybody asking."""
        return self.makes_channels and severity is not None and severity <= self.rooms_from

    def wants_word(self, severity: int | None) -> bool:
        """Whether an incident of this severity is told in the channel for all."""
        return severity is not None and severity <= self.tells_from and (bool(self.channel) or not self.makes_channels)


class RoomQuerySet(models.QuerySet["Room"]):
    """Sets of incident channels."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see the ticket may know where it is talked about."""
        return self.filter(ticket__in=Ticket.objects.readable_by(actor))

    def living(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)


class Room(models.Model):
    """The channel of one incident in one workspace. ``channel`` is its id there, once it is made.

    ``failed_at``: it could not be made, and what was meant for it goes to the channel for all.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    channel = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(RoomQuerySet)()

    class Meta:
        """An incident has one living channel in a workspace, and a channel belongs to one incident."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "ticket"], condition=Q(archived_at=None), name="chat_one_room_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["workspace", "channel"], condition=~Q(channel=""), name="chat_channel_is_one_room"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """Somebody's account in a workspace, proven by a code that only they could know."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    remote = models.CharField(max_length=128)
    name = models.CharField(max_length=120)
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        """One account is one person's, and a person has one in a workspace."""

        ordering = ["workspace__name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "remote"], name="chat_account_is_one_person"),
            models.UniqueConstraint(fields=["workspace", "person"], name="chat_person_has_one_account"),
        ]

    def __str__(self) -> str:
        return f"{self.name} is {self.person_id}"


class LinkCode(models.Model):
    """A code that a person shows in a chat to prove who they are there. It works once, for a few minutes."""

    digest = models.BinaryField(max_length=32, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code of {self.person_id}"


class Relay(models.Model):
    """What an audience is told is posted in this channel, too."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=80, blank=True)

    class Meta:
        """Each channel hears an audience's words once."""

        ordering = ["audience__name", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "audience", "channel"], name="chat_relay_once"),
        ]

    def __str__(self) -> str:
        return f"{self.audience_id} in {self.channel}"
