"""Asking others to take a shift, or to swap one."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models.rotas import Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor


class CoverState(models.TextChoices):
    """What became of a request."""

    OPEN = "open", _("Asked")
    ACCEPTED = "accepted", _("Taken")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Nobody answered in time")


_OPEN = Q(state=CoverState.OPEN)


class CoverQuerySet(models.QuerySet["Cover"]):
    """Sets of requests."""

    def visible_to(self, actor: Actor) -> Self:
        """As with schedules."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those that still wait for an answer."""
        return self.filter(_OPEN)

    def due(self, now: datetime) -> Self:
        """Those that nobody answered in time."""
        return self.filter(_OPEN, expires_at__lte=now)


class Cover(models.Model):
    """Somebody asks one person, or a whole rota (`asked` is empty), to take a shift of theirs.

    With `back_starts_at` and `back_ends_at` it is a swap: they take that shift of the person asked in return.
    """

    State = CoverState

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="covers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    back_starts_at = models.DateTimeField(null=True)
    back_ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=CoverState.choices, default=CoverState.OPEN)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(CoverQuerySet)()

    class Meta:
        """The newest first; the sweep reads an index that holds open ones only."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="oncall_cover_takes_time"),
            models.CheckConstraint(
                condition=Q(back_starts_at__isnull=True, back_ends_at__isnull=True)
                | Q(back_ends_at__gt=F("back_starts_at"), asked__isnull=False),
                name="oncall_swap_is_with_one",
            ),
            models.CheckConstraint(
                condition=Q(state=CoverState.ACCEPTED) | Q(taken_by__isnull=True), name="oncall_only_taken_is_taken"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=_OPEN, name="oncall_cover_due")]

    def __str__(self) -> str:
        return f"{self.schedule}: {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_swap(self) -> bool:
        """Whether a shift is taken in return."""
        return self.back_starts_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state == CoverState.OPEN


class CoverRefusal(models.Model):
    """One person cannot take it."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="refusals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Each person once."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cover", "person"], name="oncall_refuse_once")]

    def __str__(self) -> str:
        return f"{self.person_id} cannot take {self.cover_id}"
