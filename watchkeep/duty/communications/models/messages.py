"""Messages, from the draft to the log of who was told; and who expects word by when."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.communications.models.audiences import Audience
from watchkeep.duty.communications.models.templates import Phase
from watchkeep.duty.communications.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.records import mark_of
from watchkeep.work.tickets.models import Ticket


class State(models.TextChoices):
    """Where a message stands."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waits for approval")
    SENT = "sent", _("Sent")
    DISCARDED = "discarded", _("Discarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (State.DRAFT, State.WAITING)


class MessageQuerySet(models.QuerySet["Message"]):
    """Sets of messages."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see communication, and the ticket that it is about."""
        if not actor.may(P.SEE):
            return self.none()
        return self.filter(ticket__in=Ticket.objects.readable_by(actor))

    def open(self) -> Self:
        """Those that nobody has sent or thrown away."""
        return self.filter(state__in=OPEN)


class Message(models.Model):
    """Words for one audience about one incident. ``moment`` is the fact that they answer to, shared by all audiences.

    ``sent_fact`` leads to the deliveries; ``told`` keeps the audience as it was: its name, kind, how many, and who
    could not be reached.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    phase = models.CharField(max_length=10, choices=Phase.choices)
    moment = models.BigIntegerField(null=True)
    is_outside = models.BooleanField()
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20_000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    approver = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=64, blank=True)
    sent_fact = models.BigIntegerField(null=True)
    people = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(MessageQuerySet)()

    class Meta:
        """The newest first; one open draft for an audience and an incident, unless a person writes another."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="message_of_ticket"),
            models.Index(fields=["audience", "-id"], name="message_of_audience"),
            models.Index(fields=["author"], name="message_of_author", condition=Q(author__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "audience"],
                condition=Q(state__in=OPEN, corrects=None),
                name="message_one_draft_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in OPEN

    @property
    def mark(self) -> str:
        """Which words these are, for whoever agrees to them."""
        return mark_of(self.subject, self.body)

    @property
    def is_untouched(self) -> bool:
        """Whether it stands as the template made it."""
        return self.state == State.DRAFT and self.author_id is None


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    """Sets of expectations."""

    def due_to_draft(self, at: datetime) -> Self:
        """Those for whom words should lie ready now."""
        return self.filter(draft_at__lte=at).order_by("draft_at")

    def late(self, at: datetime) -> Self:
        """Those whose moment has passed in silence, and nobody has said so."""
        return self.filter(due_at__lte=at, late_at__isnull=True).order_by("due_at")


class Expectation(models.Model):
    """An audience is told of an incident, and expects more by ``due_at`` (None: nothing is promised)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(null=True)
    draft_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ExpectationQuerySet)()

    class Meta:
        """The sweeps read partial indexes of what waits."""

        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["ticket", "audience"], name="expectation_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="expectation_late", condition=Q(due_at__isnull=False, late_at__isnull=True)
            ),
            models.Index(fields=["draft_at"], name="expectation_to_draft", condition=Q(draft_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.audience_id} by {self.due_at}"
