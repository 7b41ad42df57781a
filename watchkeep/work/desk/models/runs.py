"""Runs: a change of many tickets, carried out in the background, one ticket a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class RunQuerySet(models.QuerySet["Run"]):
    """Sets of runs."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own."""
        return self.filter(person=actor.person) if actor.person else self.none()

    def due(self, at: datetime) -> Self:
        """Those with something to do now, the longest waiting first."""
        return self.filter(step_at__lte=at).order_by("step_at", "id")


class Run(models.Model):
    """One order for many tickets. ``step_at``: there is something to do; ``may``: what its asker could do then."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor_key = models.CharField(max_length=64)
    may = ArrayField(models.CharField(max_length=80), default=list)
    order = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    step_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(RunQuerySet)()

    class Meta:
        """The newest first; what is due is found without looking at what is not."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["step_at", "id"], name="bulk_run_due", condition=Q(step_at__isnull=False)),
            models.Index(F("person").asc(), F("id").desc(), name="bulk_run_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.total} by {self.person_id}"

    @property
    def does(self) -> Order:
        """What it does to each."""
        return Order.read(self.order)

    @property
    def is_under_way(self) -> bool:
        """Whether something of it is still to be done."""
        return self.step_at is not None

    @property
    def may_be_undone(self) -> bool:
        """Whether it has ended, nobody took it back, and there is still time to."""
        return bool(
            self.ended_at and not self.undo_asked_at and self.undo_until is not None and clock.now() < self.undo_until
        )


class Outcome(models.TextChoices):
    """What became of one ticket of a run."""

    WAITING = "waiting", _("Waiting")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Nothing to change")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Taken back")
    KEPT = "kept", _("Left as it is")


class RunItem(models.Model):
    """One ticket of a run: what became of it, what stood there before, and what the run set."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    says = models.CharField(max_length=300, blank=True)
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)

    class Meta:
        """In the order in which they are done; a ticket once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "ticket"], name="bulk_item_once")]
        indexes = [models.Index(fields=["run", "outcome", "id"], name="bulk_item_to_do")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.outcome}"
