"""Every message that came in: its source as it came, what was read from it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, markdown
from watchkeep.kernel.actors import Actor
from watchkeep.work.correspondence.models.mailboxes import Mailbox
from watchkeep.work.correspondence.permissions import P
from watchkeep.work.tickets.models import Comment, Ticket


class State(models.TextChoices):
    """What became of a message."""

    RECEIVED = "received", _("Received")
    WAITING = "waiting", _("Sender waits")
    OPENED = "opened", _("New request")
    REPLIED = "replied", _("Reply")
    AUTOMATIC = "automatic", _("Automatic")
    BOUNCED = "bounced", _("Delivery report")
    DUPLICATE = "duplicate", _("Known already")
    CAPPED = "capped", _("Too many")
    UNREADABLE = "unreadable", _("Unreadable")
    DISCARDED = "discarded", _("Discarded")


WANTS_SOMEBODY = (State.WAITING, State.CAPPED, State.UNREADABLE)
"""What an administrator has to look at."""


class MailQuerySet(models.QuerySet["Mail"]):
    """Sets of messages."""

    def visible_to(self, actor: Actor) -> Self:
        """Mail is for those who may see it, whatever became of it."""
        return self if actor.may(P.SEE) else self.none()

    def due_to_erase(self, mailbox: Mailbox, before: datetime) -> Self:
        """Those of a mailbox whose source is old enough to go, and that nobody has to look at any more."""
        old = self.filter(mailbox=mailbox, erased_at=None, received_at__lt=before)
        return old.exclude(state__in=(State.RECEIVED, *WANTS_SOMEBODY)).order_by("received_at")

    def due(self, at: datetime) -> Self:
        """What has been received and not been looked at, in the order in which it came."""
        return self.filter(state=State.RECEIVED, next_step_at__lte=at).order_by("id")

    def taken(self) -> Self:
        """What came in, or may yet: a copy of it is no second message."""
        return self.filter(state__in=(State.OPENED, State.REPLIED, State.WAITING, State.CAPPED))

    def entered_since(self, at: datetime) -> Self:
        """What has become a request or a reply since then."""
        return self.filter(received_at__gte=at, state__in=(State.OPENED, State.REPLIED))

    def wanting_somebody(self) -> Self:
        """What does not go on by itself."""
        return self.filter(state__in=WANTS_SOMEBODY)


_Manager = models.Manager.from_queryset(MailQuerySet)


class MailManager(_Manager["Mail"]):
    """Finds messages, and leaves their sources where they are."""

    def get_queryset(self) -> MailQuerySet:
        """Every message without its source, which may weigh megabytes."""
        return MailQuerySet(self.model, using=self._db).defer("source")


class Mail(models.Model):
    """One message. ``digest`` is of its content without the marks of its journey: a copy of it is no second one.

    ``envelope_from`` is None when nobody told us (IMAP), and empty for a null return path. ``left_out`` names the files
    that were not taken, each with the reason. ``erased_at`` is when its source was let go; what was read from it stays.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    source = models.BinaryField()
    size = models.PositiveBigIntegerField()
    envelope_from = models.CharField(max_length=320, null=True)  # noqa: DJ001  # nothing is not the null return path
    envelope_to = models.CharField(max_length=320, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    why = models.CharField(max_length=300, blank=True)
    is_let_in = models.BooleanField(default=False)
    next_step_at = models.DateTimeField(null=True, default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=500, blank=True)
    references = ArrayField(models.CharField(max_length=500), default=list)
    sender = models.CharField(_("from"), max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    to = ArrayField(models.CharField(max_length=320), default=list)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    left_out: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MailManager()

    class Meta:
        """The newest first. What is due, and what wants somebody, has a partial index."""

        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "digest"], name="mail_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="received"), name="mail_due"),
            models.Index(fields=["state", "-id"], name="mail_in_state"),
            models.Index(fields=["mailbox", "-id"], name="mail_of_mailbox"),
            models.Index(fields=["mailbox", "received_at"], condition=Q(erased_at=None), name="mail_with_source"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="mail_by_message_id"),
            models.Index(fields=["ticket", "-id"], condition=Q(ticket__isnull=False), name="mail_of_ticket"),
            models.Index(fields=["sender", "-received_at"], name="mail_of_sender"),
            models.Index(fields=["comment"], condition=Q(comment__isnull=False), name="mail_of_comment"),
        ]

    def __str__(self) -> str:
        return self.subject or f"mail {self.pk}"

    @property
    def html(self) -> SafeString:
        """What is new in it, as a page shows it."""
        return markdown.to_html(self.text)

    @property
    def wants_somebody(self) -> bool:
        """Whether it does not go on by itself."""
        return self.state in WANTS_SOMEBODY
