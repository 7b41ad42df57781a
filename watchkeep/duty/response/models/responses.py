"""A running response: the plan as it stood when it was copied, who has which role, and when updates are due."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.response import rules
from watchkeep.duty.response.models.plans import COMMANDER, Role
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Ticket


class Response(models.Model):
    """The plan of one incident, copied when it opened, so that later edits never bend it.

    ``severity`` and ``service`` are those for which it was copied; what is declared major counts at least as SEV2.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    snapshot = models.JSONField()
    severity = models.PositiveSmallIntegerField(null=True)
    service = models.BigIntegerField(null=True)
    copied_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its ticket."""

        ordering = ["-ticket_id"]

    def __str__(self) -> str:
        return f"response of {self.ticket_id}"

    @cached_property
    def demands(self) -> rules.Demands:
        """What the plan demands, as it was copied."""
        return rules.restored(self.snapshot)

    @property
    def is_major(self) -> bool:
        """Whether it needs a commander, whatever the plan says."""
        return rules.is_major(self.severity)


class Seat(models.Model):
    """One role in one response, and who has it now. ``is_demanded``: the plan wants it filled."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="seats")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    is_demanded = models.BooleanField(default=True)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        """A role is there once."""

        ordering = ["role__position", "role__name"]
        constraints = [
            models.UniqueConstraint(fields=["response", "role"], name="response_seat_once"),
            models.CheckConstraint(
                condition=Q(holder__isnull=True, since__isnull=True) | Q(holder__isnull=False, since__isnull=False),
                name="response_seat_held_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.holder or '-'}"

    @property
    def is_missing(self) -> bool:
        """Whether the plan wants somebody here and nobody is."""
        return self.is_demanded and self.holder_id is None

    @property
    def leads(self) -> bool:
        """Whether it is the commander's."""
        return self.role.slug == COMMANDER


class How(models.TextChoices):
    """How somebody came to a role."""

    PLAN = "plan", _("by the plan")
    ANSWERED = "answered", _("by answering the page")
    TOOK = "took", _("took it")
    GIVEN = "given", _("was given it")


class Tenure(models.Model):
    """Who had a role from when to when, and how it came about. Never changed but for its end."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    given_by = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        """In order; a role has one holder at a time."""

        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until_at__isnull=True), name="response_one_holder_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.from_at:%H:%M}"


class Audience(models.TextChoices):
    """For whom an update is."""

    INTERNAL = "internal", _("Internal")
    PUBLIC = "public", _("Public")


class CadenceQuerySet(models.QuerySet["Cadence"]):
    """Sets of cadences."""

    def due(self, now: datetime) -> Self:
        """Updates whose moment has come and passed in silence, the oldest first."""
        return self.filter(late_at__isnull=True, due_at__lte=now).order_by("due_at")


class Cadence(models.Model):
    """When an audience hears more of one incident. ``due_at`` empty: nothing is due; ``late_at``: told as late."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="cadences")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(CadenceQuerySet)()

    class Meta:
        """The sweep reads a partial index of what waits."""

        ordering = ["audience"]
        constraints = [models.UniqueConstraint(fields=["response", "audience"], name="response_cadence_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="response_update_due",
                condition=Q(due_at__isnull=False, late_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.due_at}"

    @property
    def is_late(self) -> bool:
        """Whether its moment has passed."""
        return self.due_at is not None and self.due_at <= clock.now()
