"""Runs of procedures on incidents, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.automation.models.procedures import Kind, Procedure, Version
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.rules import steps as written
from watchkeep.estate.people.models import Person
from watchkeep.kernel import markdown
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from watchkeep.kernel.actors import Actor


class RunState(models.TextChoices):
    """Where a run stands."""

    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped by a failure")
    UNDOING = "undoing", _("Being undone")
    DONE = "done", _("Done")
    UNDONE = "undone", _("Undone")
    CANCELLED = "cancelled", _("Ended early")


class StepState(models.TextChoices):
    """Where a step stands."""

    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("To be undone")
    UNDONE = "undone", _("Undone")


GOING = (RunState.RUNNING, RunState.STOPPED, RunState.UNDOING)
UNSETTLED = (StepState.WAITING, StepState.READY, StepState.DOING)


class RoleHolder(models.Model):
    """Who has a role on an incident, as far as steps ask: theirs are the steps of that role."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """One holder of a role."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "role"], name="run_role_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.person_id}"


class RunQuerySet(models.QuerySet["Run"]):
    """Sets of runs."""

    def visible_to(self, actor: Actor) -> Self:
        """Who reads procedures and sees the incident sees how it is worked."""
        if not actor.may(P.SEE):
            return self.none()
        return self.filter(ticket__in=Ticket.objects.visible_to(actor).values("pk"))

    def going(self) -> Self:
        """Those that have not ended."""
        return self.filter(state__in=GOING)


class Run(models.Model):
    """A procedure being carried out on an incident, by the version as it stood when the run began."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="runs", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING, editable=False)
    starter = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    helped = models.BooleanField(null=True)
    rater = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(RunQuerySet)()

    class Meta:
        """One run of a procedure at a time; what was rated is counted by procedure."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "procedure"], condition=Q(state__in=GOING), name="run_one_going"),
            models.CheckConstraint(
                condition=Q(state__in=GOING, ended_at__isnull=True) | (~Q(state__in=GOING) & Q(ended_at__isnull=False)),
                name="run_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["procedure", "-id"], name="run_of_procedure"),
            models.Index(fields=["procedure"], condition=Q(helped__isnull=False), name="run_rated"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The procedure's name as it was."""
        return str(self.snapshot["name"])

    @property
    def kind(self) -> str:
        """Whether it repairs or keeps people together."""
        return str(self.snapshot["kind"])

    @property
    def number(self) -> int:
        """The version that runs."""
        return int(self.snapshot["number"])

    @property
    def runs_itself(self) -> bool:
        """Whether the machine does its steps unasked: somebody has agreed to the whole before it began."""
        return self.kind == Kind.FULFILMENT

    @cached_property
    def plan(self) -> tuple[written.Step, ...]:
        """The steps as they were copied."""
        return written.decode(self.snapshot["steps"])

    @property
    def html(self) -> SafeString:
        """The text as it was copied."""
        return markdown.to_html(self.snapshot["body"])

    @property
    def is_going(self) -> bool:
        """Whether it has not ended."""
        return self.state in GOING


class RunStepQuerySet(models.QuerySet["RunStep"]):
    """Sets of steps."""

    def late(self, now: datetime) -> Self:
        """Those that were due, are not done, and of which nobody has spoken yet; the longest due first."""
        return self.filter(state__in=UNSETTLED, told_late_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")


class RunStep(models.Model):
    """One step of a run: where it stands, whose it is, and what came of it. What it says is in the run's snapshot."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    role = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING, editable=False)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    told_late_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    action_run = models.BigIntegerField(null=True, help_text="the connections' run that does it, or undoes it")

    objects = models.Manager.from_queryset(RunStepQuerySet)()

    class Meta:
        """In order; the sweep reads an index that holds only what can still become late."""

        ordering = ["run_id", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="run_step_place")]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="run_step_due",
                condition=Q(state__in=UNSETTLED, told_late_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(fields=["action_run"], name="run_step_action", condition=Q(action_run__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def says(self) -> written.Step:
        """What the step says."""
        return self.run.plan[self.position]

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.position + 1

    @property
    def whose(self) -> Any:
        """The role whose step it is, in words."""
        return written.ROLES.get(self.role, self.role)

    @property
    def html(self) -> SafeString:
        """The instructions as a page shows them."""
        return markdown.to_html(self.says.instructions)

    @property
    def is_open(self) -> bool:
        """Whether somebody can work at it now."""
        return self.state in (StepState.READY, StepState.DOING)

    @property
    def is_by_machine(self) -> bool:
        """Whether the machine is at it, so that people wait."""
        return self.state == StepState.DOING and self.action_run is not None

    @property
    def was_late(self) -> bool:
        """Whether it was, or is, done after its time; known once the sweep has said so."""
        return self.told_late_at is not None

    @property
    def facts(self) -> dict[str, Any]:
        """What every fact of this step holds."""
        return {"run": self.run_id, "step": self.position, "title": self.title}
