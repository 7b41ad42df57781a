"""Preventive tasks: what must be done again and again, so that something does not happen again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person, Team, known_zone
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers.models import Contract
from watchkeep.insight.reviews.models.actions import Action
from watchkeep.insight.reviews.models.upkeep import Makes, UpkeepPolicy, sound_rule
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import recurrence, rhythms
from watchkeep.kernel import clock
from watchkeep.work.changes.models import ChangeModel
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Kept(models.TextChoices):
    """How a day of the schedule went."""

    DONE = "done", _("In time")
    LATE = "late", _("Late")
    MISSED = "missed", _("Missed")


class TaskQuerySet(models.QuerySet["Task"]):
    """Sets of preventive tasks."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; one's own always."""
        if actor.may(P.SEE_ACTIONS):
            return self
        return self.filter(owner=actor.person) if actor.person else self.none()

    def due_for_a_nudge(self, now: datetime) -> Self:
        """Those that their owner should hear of now."""
        return self.filter(next_nudge_at__lte=now).order_by("next_nudge_at")

    def due_to_make(self, now: datetime) -> Self:
        """Those of which a change or a request is to be made now."""
        return self.filter(makes_at__lte=now).order_by("makes_at")


class Task(models.Model):
    """Something that is done every so often on a service or an item.

    ``makes`` a change (that begins with ``model``) or a request so many days ahead, once for each day of the schedule:
    ``makes_at`` is a due column, ``ticket`` what was made for the day that is next. ``refusal`` says why
    nothing could be made of it after so many ``tries``; it is tried again, ever more rarely.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("what is to be done"), max_length=200)
    detail = models.TextField(_("how"), blank=True)
    policy = models.ForeignKey(UpkeepPolicy, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    origin_on = models.DateField(null=True, editable=False)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        Item, verbose_name=_("item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(Person, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(_("rule"), max_length=recurrence.LONGEST, default="FREQ=MONTHLY", validators=[sound_rule])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    due_time = models.TimeField(_("until"), null=True, blank=True)
    starts_on = models.DateField(_("first on"))
    next_on = models.DateField(_("next on"))
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    makes = models.CharField(_("what is made of it"), max_length=8, choices=Makes.choices, blank=True, default="")
    model = models.ForeignKey(
        ChangeModel, verbose_name=_("model of the change"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    lead_days = models.PositiveSmallIntegerField(
        _("so many days ahead"), default=7, validators=[MaxValueValidator(365)]
    )
    makes_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    ticket = models.ForeignKey(Ticket, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    is_active = models.BooleanField(_("active"), default=True, editable=False)
    nudges = models.PositiveSmallIntegerField(default=0, editable=False)
    next_nudge_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        """What is due first comes first."""

        ordering = ["next_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(item__isnull=False), name="task_is_on_something"
            ),
        ]
        indexes = [
            models.Index(fields=["next_nudge_at"], name="task_to_nudge", condition=Q(next_nudge_at__isnull=False)),
            models.Index(fields=["is_active", "next_on", "id"], name="task_by_date"),
            models.Index(fields=["makes_at"], name="task_to_make", condition=Q(makes_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def due_at(self) -> datetime:
        """When it is due on its day, on the clock of where it is done: at its time, or at the end of the day."""
        zone = ZoneInfo(self.time_zone)
        if self.due_time is not None:
            return datetime.combine(self.next_on, self.due_time, zone).astimezone(UTC)
        return datetime.combine(self.next_on + timedelta(days=1), time.min, zone).astimezone(UTC)

    @property
    def rhythm(self) -> str:
        """How often, in words."""
        return rhythms.words(recurrence.read(self.rule))

    @property
    def is_once(self) -> bool:
        """Whether it is over when it was done."""
        return recurrence.read(self.rule).once

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.is_active and self.due_at <= clock.now()


class Occurrence(models.Model):
    """One day of a schedule: whether it was done, when, by whom, by what, and how one can see it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="occurrences")
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=Kept.choices, default=Kept.DONE)
    done_at = models.DateTimeField(default=clock.now, null=True, editable=False)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField(_("evidence"), blank=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """The latest first; each day of the schedule once."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "due_on"], name="occurrence_once"),
            models.CheckConstraint(
                condition=Q(state="missed", done_at=None)
                | (Q(state__in=["done", "late"], done_at__isnull=False) & ~Q(evidence="")),
                name="occurrence_is_done_or_missed",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="occurrence_by_day")]

    def __str__(self) -> str:
        return f"{self.task_id} on {self.due_on}"
