"""Escalations that run or ran, and the pages that they sent."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models.policies import Policy
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.people.models import Person
from watchkeep.work.tickets.models import Ticket


class State(models.TextChoices):
    """What became of an escalation."""

    RUNNING = "running", _("Waiting for an answer")
    ACKNOWLEDGED = "acknowledged", _("Answered")
    EXHAUSTED = "exhausted", _("Nobody answered")
    STOPPED = "stopped", _("No longer needed")


_DUE = Q(state=State.RUNNING)


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Sets of escalations."""

    def running(self) -> Self:
        """Those that still look for somebody."""
        return self.filter(state=State.RUNNING)

    def due(self, now: datetime) -> Self:
        """Those whose next step has come, the longest waiting first."""
        return self.filter(_DUE, next_step_at__lte=now).order_by("next_step_at", "pk")


class Escalation(models.Model):
    """The search for somebody who takes a fault. It follows the policy as it stood when the search began.

    `round` and `step` say which step was taken last (step -1: none of this round yet).
    """

    State = State

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.SET_NULL, related_name="+")
    snapshot = models.JSONField()
    round = models.PositiveSmallIntegerField(default=0)
    step = models.SmallIntegerField(default=-1)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    next_step_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(EscalationQuerySet)()

    class Meta:
        """At most one runs for a ticket; the sweep reads an index that holds running ones only."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=_DUE, name="oncall_one_running"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, next_step_at__isnull=False, ended_at__isnull=True)
                | (~_DUE & Q(next_step_at__isnull=True, ended_at__isnull=False)),
                name="oncall_only_running_is_due",
            ),
        ]
        indexes = [models.Index(fields=["next_step_at"], condition=_DUE, name="oncall_escalation_due")]

    def __str__(self) -> str:
        return f"{self.plan.name} for {self.ticket_id}"

    @cached_property
    def plan(self) -> paging.Plan:
        """The policy as it was copied."""
        return paging.Plan.of(self.snapshot)

    @property
    def here(self) -> paging.Position:
        """The step taken last."""
        return paging.Position(self.round, self.step)

    @property
    def is_running(self) -> bool:
        """Whether it still looks for somebody."""
        return self.state == State.RUNNING


class PageQuerySet(models.QuerySet["Page"]):
    """Sets of pages."""

    def unanswered(self) -> Self:
        """Those that nobody has acknowledged."""
        return self.filter(acknowledged_at__isnull=True)


class Page(models.Model):
    """One person was asked to come, once per step. The key behind `digest` opens the link in the message.

    `is_drill` is the ticket's, which never changes: what counts in a month is found by the page alone.
    """

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="pages", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    step = models.SmallIntegerField()
    fact = models.BigIntegerField(help_text="the oncall.paged that told it")
    digest = models.BinaryField(max_length=32, unique=True)
    is_drill = models.BooleanField(default=False, db_default=False)
    paged_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(PageQuerySet)()

    class Meta:
        """Nobody is paged twice for one step of one fault; the database holds that, too."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "round", "step", "person"], name="oncall_page_once")
        ]
        indexes = [
            models.Index(fields=["paged_at"], name="oncall_page_when", include=["person"], condition=Q(is_drill=False)),
            models.Index(
                fields=["person", "-id"], condition=Q(acknowledged_at__isnull=True), name="oncall_page_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.paged_at:%Y-%m-%d %H:%M}"
