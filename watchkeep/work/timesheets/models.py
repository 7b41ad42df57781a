"""Entries of time worked: a clock that runs, or a length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.timesheets.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class EntryQuerySet(models.QuerySet["Entry"]):
    """Sets of entries."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; all of them with the permission."""
        if actor.may(P.SEE) or actor.may(P.LOG):
            return self
        return self.filter(person=actor.person) if actor.person else self.none()

    def running(self) -> Self:
        """Clocks that run."""
        return self.filter(ended_at=None)

    def counting(self) -> Self:
        """What adds up: ended, and not struck out."""
        return self.filter(ended_at__isnull=False, is_struck=False)


class Entry(models.Model):
    """How long somebody worked on a ticket. While the clock runs, ``ended_at`` is empty."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    began_at = models.DateTimeField(_("began"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    note = models.CharField(_("what was done"), max_length=200, blank=True)
    is_struck = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        """The newest first. One person's clock runs on one ticket at a time."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_clock_runs"),
        ]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="time_of_ticket"),
            models.Index("person", F("began_at").desc(), F("id").desc(), name="time_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.ticket_id}: {self.seconds} s"

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.ended_at is None

    @property
    def worked_seconds(self) -> int:
        """How long so far, in seconds."""
        return self.seconds if self.ended_at else max(0, int((clock.now() - self.began_at).total_seconds()))
