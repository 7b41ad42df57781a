"""Runs: every action that somebody asked for, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.connections.models.places import Connection
from watchkeep.duty.connections.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket


class State(models.TextChoices):
    """Where a run stands."""

    WAITING_APPROVAL = "waiting_approval", _("Waiting for approval")
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    WAITING = "waiting", _("Waiting")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")
    TIMED_OUT = "timed_out", _("Timed out")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


ENDED = (State.SUCCEEDED, State.FAILED, State.TIMED_OUT, State.REFUSED, State.CANCELLED, State.UNDONE)
_LEASED = (State.RUNNING, State.WAITING)


class ActionRunQuerySet(models.QuerySet["ActionRun"]):
    """Sets of runs."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the log sees all of it; everybody sees what they asked for."""
        return (
            self if actor.may(P.SEE_RUNS) else self.filter(asked_by_person=actor.person, asked_by_person__isnull=False)
        )

    def queued(self) -> Self:
        """What a worker may take, the oldest first."""
        return self.filter(state=State.QUEUED).order_by("id")

    def overdue(self, now: datetime) -> Self:
        """Waits whose time has come, and what a dead worker left in the middle."""
        return self.filter(state__in=_LEASED, due_at__lte=now)

    def not_begun(self) -> Self:
        """Those of which nothing has gone out, and perhaps never will."""
        return self.filter(state__in=(State.WAITING_APPROVAL, State.QUEUED, State.WAITING))

    def waiting_for_approval(self) -> Self:
        """What somebody must agree to first."""
        return self.filter(state=State.WAITING_APPROVAL)


class ActionRun(models.Model):
    """One action with its parameters: asked for, perhaps approved, carried out at most once.

    ``given`` are values for placeholders that the asker brings along, ``values`` all of them as they were when it ran.
    ``sent`` and ``output`` are cut to a bound and hold no secret. ``due_at`` is when a wait ends, when a question is no
    longer worth an answer, or, while it runs, until when its worker is believed to be alive.
    """

    action = models.CharField(_("action"), max_length=40)
    connection = models.ForeignKey(Connection, null=True, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    parameters = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    values = models.JSONField(null=True)
    is_dry_run = models.BooleanField(_("dry run"), default=False)
    needs_approval = models.BooleanField(_("needs approval"), default=False)
    undo_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undoings")
    timeout_seconds = models.PositiveIntegerField(_("timeout in seconds"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField(max_length=120)
    asked_by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    sent = models.TextField(blank=True)
    output = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    objects = models.Manager.from_queryset(ActionRunQuerySet)()

    class Meta:
        """The newest first. Workers read partial indexes that hold only what is not done."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=State.QUEUED), name="run_queued"),
            models.Index(fields=["due_at"], condition=Q(state__in=_LEASED), name="run_due"),
            models.Index(fields=["state", "-id"], name="run_in_state"),
            models.Index(fields=["action", "-id"], name="run_of_action"),
            models.Index(fields=["ticket", "-id"], name="run_of_ticket"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(undo_of=models.F("id")), name="run_undoes_another"),
            models.UniqueConstraint(
                fields=["undo_of"],
                condition=Q(state__in=(State.WAITING_APPROVAL, State.QUEUED, State.RUNNING, State.SUCCEEDED)),
                name="run_undone_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}: {self.state}"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in ENDED

    def about(self) -> dict[str, Any]:
        """What every fact of this run says of it."""
        return {"record": self.ticket_id or self.pk, "run": self.pk, "ticket": self.ticket_id, "action": self.action}
