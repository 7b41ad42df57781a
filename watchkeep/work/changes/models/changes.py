"""The detail row of a change, what it touches, and the steps of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.work.changes.models.templates import ChangeModel
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets.models import Detail, State, Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor

LONGEST_OUTAGE_MINUTES = 30 * 24 * 60


class Kind(models.TextChoices):
    """How much is asked before it goes live."""

    NORMAL = "normal", _("Normal")
    STANDARD = "standard", _("Standard")
    EMERGENCY = "emergency", _("Emergency")


class Outcome(models.TextChoices):
    """What became of it."""

    SUCCESSFUL = "successful", _("Successful")
    WITH_ISSUES = "with_issues", _("Successful with issues")
    BACKED_OUT = "backed_out", _("Backed out")
    FAILED = "failed", _("Failed")


class Source(models.TextChoices):
    """Where it was drawn up."""

    CONSOLE = "console", _("By hand")
    API = "api", _("API")
    PIPELINE = "pipeline", _("Pipeline")
    RULE = "rule", _("By itself")


WENT_WRONG = (Outcome.WITH_ISSUES, Outcome.BACKED_OUT, Outcome.FAILED)
"""What nobody wants of a change."""


PLANNED = (State.APPROVED, State.SCHEDULED, State.IMPLEMENTING)
"""The states in which its time is taken: what else is planned then may collide with it."""


class Span(models.Func):
    """From when to when, the end left out."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ChangeQuerySet(models.QuerySet["Change"]):
    """Sets of changes."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; without it what one asked for, owns or carries out."""
        if actor.may(P.SEE):
            return self
        if actor.person is None:
            return self.none()
        own = Q(owner=actor.person) | Q(ticket__requester=actor.person) | Q(ticket__assignee=actor.person)
        return self.filter(own)

    def open(self) -> Self:
        """Those that still need work."""
        return self.filter(ticket__is_open=True)

    def during(self, start: datetime, end: datetime) -> Self:
        """Those of which some part is planned between these two moments; found by the index of ranges."""
        rows = self.filter(starts_at__isnull=False).alias(span=Span("starts_at", "ends_at"))
        return rows.filter(span__overlap=(start, end))

    def in_force(self, at: datetime) -> Self:
        """Those that are being carried out at that moment, or were then."""
        return self.filter(begun_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def counted(self) -> Self:
        """Those of which it is known how they went: closed with an outcome, or found to have done harm."""
        return self.filter(~Q(outcome="") | Q(harmed_at__isnull=False))

    def due_to_overrun(self, at: datetime) -> Self:
        """Those that should be over and are not."""
        return self.filter(overdue_at__lte=at).order_by("overdue_at")

    def due_to_regularise(self, at: datetime) -> Self:
        """Emergencies that nobody has approved in time after the fact."""
        return self.filter(regularise_by__lte=at, regularised_late=False).order_by("regularise_by")


_Manager = models.Manager.from_queryset(ChangeQuerySet)


class ChangeManager(_Manager["Change"]):
    """Finds changes together with their tickets."""

    def get_queryset(self) -> ChangeQuerySet:
        """Every change with its ticket."""
        return ChangeQuerySet(self.model, using=self._db).select_related("ticket").defer("ticket__words")


class Change(Detail, models.Model):
    """Something that is altered on purpose. The ticket's description says what for; its assignee carries it out.

    ``starts_at`` to ``ends_at`` is when it is planned, ``begun_at`` to ``ended_at`` when it was carried out.
    ``is_public``: the status page announces its window by itself; otherwise a person publishes the draft of it.
    ``overdue_at`` and ``regularise_by`` are due columns: what should have ended, and what must still be approved after
    the fact. ``harmed_at``: when it was found to have done harm, by its verdict or by the review, which outranks it.
    ``risk`` goes from 0 to 100; ``risk_parts`` are what it was added up from, ``risk_inputs`` what was known then.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NORMAL)
    model = models.ForeignKey(
        ChangeModel, verbose_name=_("model"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    source = models.CharField(_("drawn up"), max_length=10, choices=Source.choices, default=Source.CONSOLE)
    reason = models.TextField(_("reason"), blank=True)
    test_plan = models.TextField(_("test plan"), blank=True)
    back_out_plan = models.TextField(_("back-out plan"), blank=True)
    communication = models.TextField(_("who is told, and what"), blank=True)
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cost = models.DecimalField(
        _("cost in euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    outage_minutes = models.PositiveIntegerField(
        _("expected outage in minutes"), default=0, validators=[MaxValueValidator(LONGEST_OUTAGE_MINUTES)]
    )
    is_public = models.BooleanField(_("announced on the status page"), default=False, db_default=False)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    risk = models.PositiveSmallIntegerField(_("risk"), null=True, blank=True, editable=False)
    risk_parts = models.JSONField(default=list, blank=True, editable=False)
    risk_inputs = models.JSONField(default=dict, blank=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True, editable=False)
    outcome_note = models.TextField(_("how it went"), blank=True)
    turned_down = models.CharField(_("why it was turned down"), max_length=1000, blank=True, editable=False)
    cancel_reason = models.CharField(_("why it is called off"), max_length=500, blank=True, editable=False)
    harmed_at = models.DateTimeField(_("found to have done harm"), null=True, blank=True, editable=False)
    is_backed_out = models.BooleanField(default=False, editable=False)
    window = models.ForeignKey(MaintenanceWindow, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    overdue_at = models.DateTimeField(null=True, blank=True, editable=False)
    regularise_by = models.DateTimeField(_("to be approved by"), null=True, blank=True, editable=False)
    regularised_late = models.BooleanField(default=False, editable=False)
    services = models.ManyToManyField(Service, through="ChangeService", related_name="+")
    items = models.ManyToManyField(Item, through="ChangeItem", related_name="+")

    objects = ChangeManager()

    class Meta:
        """The newest first."""

        ordering = ["-ticket_id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="change_kind_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="change_outcome_is_known"),
            models.CheckConstraint(condition=Q(risk=None) | Q(risk__lte=100), name="change_risk_is_a_score"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="change_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["model", "-ticket"], name="change_of_model"),
            models.Index(fields=["starts_at", "ends_at"], name="change_by_time"),
            GistIndex(Span("starts_at", "ends_at"), name="change_span", condition=Q(starts_at__isnull=False)),
            models.Index(fields=["begun_at"], name="change_by_beginning", condition=Q(begun_at__isnull=False)),
            models.Index(fields=["-ended_at"], name="change_by_end", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["harmed_at"], name="change_harmful", condition=Q(harmed_at__isnull=False)),
            models.Index(fields=["overdue_at"], name="change_overdue", condition=Q(overdue_at__isnull=False)),
            models.Index(
                fields=["regularise_by"],
                name="change_unapproved",
                condition=Q(regularise_by__isnull=False, regularised_late=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.ticket)

    @property
    def is_in_force(self) -> bool:
        """Whether it is being carried out now."""
        return self.begun_at is not None and self.ended_at is None

    @property
    def went_well(self) -> bool | None:
        """How it counts for its model, its relatives and its team; None while nobody knows.

        Well is what a person called successful and nothing was found against.
        """
        if self.harmed_at is not None:
            return False
        return self.outcome not in WENT_WRONG if self.outcome else None

    @property
    def parties(self) -> set[int]:
        """Who asked for it, owns it or carries it out: nobody of them approves it."""
        return {pk for pk in (self.ticket.requester_id, self.owner_id, self.ticket.assignee_id) if pk}


class ChangeService(models.Model):
    """One service that a change touches."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="touches", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        """Each pair once, found from either end."""

        constraints = [models.UniqueConstraint(fields=["change", "service"], name="change_service_once")]
        indexes = [models.Index(fields=["service", "-change"], name="change_on_service")]

    def __str__(self) -> str:
        return f"{self.change_id} touches {self.service_id}"


class ChangeItem(models.Model):
    """One configuration item that a change touches."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="touches_items", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        """Each pair once, found from either end."""

        constraints = [models.UniqueConstraint(fields=["change", "item"], name="change_item_once")]
        indexes = [models.Index(fields=["item", "-change"], name="change_on_item")]

    def __str__(self) -> str:
        return f"{self.change_id} touches item {self.item_id}"


class Part(models.TextChoices):
    """Which part of a plan a step belongs to."""

    IMPLEMENT = "implement", _("Implementation")
    TEST = "test", _("Test")
    BACK_OUT = "back_out", _("Back-out")


class Way(models.TextChoices):
    """How a step is done."""

    MANUAL = "manual", _("By hand")
    ACTION = "action", _("By an action")


class StepState(models.TextChoices):
    """How a step stands."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")


class PlanStep(models.Model):
    """One step of a plan: done by a person, or by the action that it names, whose ``run`` carries it out."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="steps", db_index=False)
    part = models.CharField(_("part"), max_length=10, choices=Part.choices, default=Part.IMPLEMENT)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("step"), max_length=300)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.MANUAL)
    action = models.CharField(_("action"), max_length=120, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.OPEN, editable=False)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    run = models.BigIntegerField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they are done."""

        ordering = ["change", "part", "position"]
        constraints = [models.UniqueConstraint(fields=["change", "part", "position"], name="plan_step_has_its_place")]
        indexes = [models.Index(fields=["run"], name="plan_step_of_run", condition=Q(run__isnull=False))]

    def __str__(self) -> str:
        return self.title

    @property
    def is_said(self) -> bool:
        """Whether somebody said that it is done or left out."""
        return self.state in {StepState.DONE, StepState.SKIPPED}
