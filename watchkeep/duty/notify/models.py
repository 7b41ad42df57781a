"""Ways to reach people and programs, personal rules, and the table that is outbox and delivery log at once."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.notify.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField
from watchkeep.work.tickets.models import Ticket


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    APPRISE = "apprise", _("Other service (Apprise)")
    PUSH = "push", _("This browser (web push)")


ENDPOINT = _("Webhook of the organisation")
OUTSIDER = _("Webhook of a subscriber")
CHALLENGE = _("Question to a webhook")
CHAT = _("Chat")
NAMED = {"endpoint": ENDPOINT, "outsider": OUTSIDER, "visitor": OUTSIDER, "challenge": CHALLENGE, "chat": CHAT}


class Urgency(models.TextChoices):
    """Whether it may wake somebody."""

    HIGH = "high", _("Urgent: pages")
    LOW = "low", _("Can wait")


TO_A_FILE = "No mail server is set; written to"
"""So begins the answer where there is no server to answer."""


class State(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ContactMethod(models.Model):
    """One way to reach one person. The address is encrypted; ``hint`` is as much as a list may show.

    Nobody needs one: whoever has none is written to at the address of the account.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices)
    label = models.CharField(_("name"), max_length=80)
    address = SecretField(_("address"))
    hint = models.CharField(max_length=120)
    lane = models.CharField(max_length=120)
    secret = SecretField(blank=True, default="")
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were added."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_verified(self) -> bool:
        """Whether messages go there."""
        return self.verified_at is not None


class Rule(models.Model):
    """When it is this urgent, use this method after so many minutes. No method: the account's e-mail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices)
    method = models.ForeignKey(ContactMethod, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    delay_minutes = models.PositiveSmallIntegerField(
        _("after (minutes)"), default=0, validators=[MaxValueValidator(240)]
    )

    class Meta:
        """The soonest first."""

        ordering = ["urgency", "delay_minutes", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "urgency", "method"], nulls_distinct=False, name="notify_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.urgency}: {self.method or 'account e-mail'} after {self.delay_minutes} min"


class Gathering(models.TextChoices):
    """How often what can wait is told."""

    AT_ONCE = "at_once", _("Each at once")
    HOURLY = "hourly", _("Once an hour, together")
    DAILY = "daily", _("Once a day, together")


class Habit(models.Model):
    """When what can wait may reach a person, and whether it comes gathered. What is urgent knows no quiet hours.

    Times are the person's own. ``next_digest_at`` is set while something waits to be told together.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("quiet all day on"), default=list)
    gathering = models.CharField(
        _("what can wait comes"), max_length=8, choices=Gathering.choices, default=Gathering.AT_ONCE
    )
    digest_at = models.TimeField(_("the daily message comes at"), default=time(8))
    next_digest_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """Half a quiet night is none; what is due has a partial index."""

        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notify_quiet_has_two_ends",
            )
        ]
        indexes = [
            models.Index(fields=["next_digest_at"], condition=Q(next_digest_at__isnull=False), name="notify_digest_due")
        ]

    def __str__(self) -> str:
        return f"habits of {self.person_id}"


class Gathered(models.Model):
    """One thing that can wait, kept for a person's next digest."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    fact = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    link = SecretField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """The same fact is gathered once for a person."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "fact"], name="notify_gathered_once")]

    def __str__(self) -> str:
        return self.subject


class PushKey(models.Model):
    """The key by which push services know this Watchkeep (VAPID, RFC 8292): one row, made when first needed."""

    private = SecretField()
    public = models.TextField()

    def __str__(self) -> str:
        return "push key"


class WebhookEndpoint(models.Model):
    """A program that hears facts, as Standard Webhooks. It is paused, never deleted: the log refers to it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = SecretField(_("address"))
    hint = models.CharField(max_length=120)
    lane = models.CharField(max_length=120)
    secret = SecretField()
    kinds = ArrayField(models.CharField(max_length=64), verbose_name=_("what it hears"), default=list)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Sets of deliveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the log sees all of it; everybody sees what was sent to themselves."""
        return self if actor.may(P.SEE) else self.filter(person=actor.person, person__isnull=False)

    def due(self, now: datetime) -> Self:
        """What waits and whose moment has come, and what a dead process left in the middle of sending."""
        return self.filter(_DUE, next_attempt_at__lte=now)


_DUE = Q(state__in=(State.PENDING, State.SENDING))


class Delivery(models.Model):
    """One message to one address: outbox while it waits, log when it is done.

    Unique for a fact, a person and a channel, so that the same fact never notifies a person twice
    there. ``mark`` becomes the Message-ID or webhook-id of every attempt. ``outsider`` names somebody who is no
    person of ours, such as ``subscriber:12``; ``headers`` are theirs in a mail, or say what a chat shall do;
    ``secret`` signs their webhook.
    ``calendar`` is the invitation (iCalendar) that a mail carries.
    """

    fact = models.BigIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(WebhookEndpoint, null=True, on_delete=models.PROTECT, related_name="+")
    outsider = models.CharField(max_length=60, null=True)  # noqa: DJ001  # many are none, and none is not unique
    headers = models.JSONField(default=dict)
    secret = SecretField(blank=True, default="")
    method = models.ForeignKey(ContactMethod, null=True, on_delete=models.SET_NULL, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40)
    lane = models.CharField(max_length=120)
    address = SecretField()
    hint = models.CharField(max_length=120)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = SecretField(blank=True, default="")
    link_text = models.CharField(max_length=80, blank=True)
    calendar = models.TextField(blank=True, default="")
    mark = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    objects = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        """The sender reads a partial index that holds only what is not done."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "person", "channel"], name="notify_once_per_channel"),
            models.UniqueConstraint(fields=["fact", "endpoint"], name="notify_once_per_endpoint"),
            models.UniqueConstraint(fields=["fact", "outsider"], name="notify_once_per_outsider"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(endpoint__isnull=False) | Q(outsider__isnull=False),
                name="notify_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "next_attempt_at"], condition=_DUE, name="notify_due"),
            models.Index(fields=["person", "-id"], name="notify_of_person"),
            models.Index(fields=["outsider", "-id"], condition=Q(outsider__isnull=False), name="notify_to_outsider"),
            models.Index(fields=["ticket", "-id"], name="notify_of_ticket"),
            models.Index(fields=["state", "-id"], name="notify_in_state"),
            models.Index(fields=["created_at"], condition=~Q(body=""), name="notify_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.hint}: {self.state}"

    @property
    def is_in_a_file(self) -> bool:
        """Whether it went into a file because no mail server is set: nobody received it."""
        return self.state == State.SENT and self.answer.startswith(TO_A_FILE)

    @property
    def channel_name(self) -> str:
        """The channel in words."""
        base, _, service = self.channel.partition(":")
        if base in NAMED:
            return str(NAMED[base])
        return str(Channel(base).label) if base == Channel.PUSH else service or str(Channel(base).label)


class Attempt(models.Model):
    """One try to deliver, and what the other side answered. Append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12)
    answer = models.CharField(max_length=500)

    class Meta:
        """In the order of trying."""

        ordering = ["delivery_id", "id"]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
