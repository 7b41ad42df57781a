"""Corrective actions: somebody does something by a day, and whether it helped is watched."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews.models.causes import Node
from watchkeep.insight.reviews.models.reviews import Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel import clock
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class ActionType(models.TextChoices):
    """What an action is for."""

    PREVENT = "prevent", _("Prevent it")
    DETECT = "detect", _("Detect it sooner")
    MITIGATE = "mitigate", _("Soften it")


class ActionState(models.TextChoices):
    """Where an action stands. Done is not proven: that takes ninety days without a recurrence."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done, watched")
    PROVEN = "proven", _("Proven")
    DROPPED = "dropped", _("Dropped")


class ActionQuerySet(models.QuerySet["Action"]):
    """Sets of corrective actions."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; one's own always."""
        if actor.may(P.SEE_ACTIONS):
            return self
        return self.filter(owner=actor.person) if actor.person else self.none()

    def due_for_a_nudge(self, now: datetime) -> Self:
        """Open ones that their owner should hear of now."""
        return self.filter(next_nudge_at__lte=now).order_by("next_nudge_at")

    def due_for_a_check(self, now: datetime) -> Self:
        """Done ones that have held for another thirty or ninety days."""
        return self.filter(next_check_at__lte=now).order_by("next_check_at")

    def watching(self, now: datetime) -> Self:
        """Done ones whose recurrence would still count against them."""
        return self.filter(state=ActionState.DONE, watch_until__gte=now)


class Action(models.Model):
    """Something that somebody does so that it does not happen again, is seen sooner, or hurts less."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("what is to be done"), max_length=200)
    detail = models.TextField(_("in detail"), blank=True)
    type = models.CharField(_("purpose"), max_length=8, choices=ActionType.choices, default=ActionType.PREVENT)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN, editable=False)
    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    problem = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(
        Node, verbose_name=_("against"), null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    owner = models.ForeignKey(Person, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("due on"))
    evidence = models.TextField(_("evidence"), blank=True)
    drop_reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    nudges = models.PositiveSmallIntegerField(default=0, editable=False)
    next_nudge_at = models.DateTimeField(null=True, editable=False)
    next_check_at = models.DateTimeField(null=True, editable=False)
    held_days = models.PositiveSmallIntegerField(_("days without recurrence"), default=0, editable=False)
    watch_until = models.DateTimeField(null=True, editable=False)
    watch_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    watch_service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    watch_categories = ArrayField(models.BigIntegerField(), default=list, editable=False)
    recurrences = models.PositiveSmallIntegerField(_("times it came back"), default=0, editable=False)
    recurred_in = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = models.Manager.from_queryset(ActionQuerySet)()

    class Meta:
        """The newest first; what is due and what is watched have partial indexes."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_is_known"),
            models.CheckConstraint(
                condition=Q(review__isnull=False) | Q(problem__isnull=False), name="action_comes_from_something"
            ),
        ]
        indexes = [
            models.Index(fields=["done_at"], name="action_done", condition=Q(done_at__isnull=False)),
            models.Index(
                fields=["next_nudge_at"], name="action_to_nudge", condition=Q(next_nudge_at__isnull=False)
            ),
            models.Index(
                fields=["next_check_at"], name="action_to_check", condition=Q(next_check_at__isnull=False)
            ),
            models.Index(
                fields=["watch_fingerprint"], name="action_watches_fault",
                condition=Q(state="done") & ~Q(watch_fingerprint=""),
            ),
            models.Index(fields=["watch_service"], name="action_watches_service", condition=Q(state="done")),
            models.Index(fields=["state", "due_on", "id"], name="action_by_due"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def due_at(self) -> datetime:
        """The end of the day on which it is due, in UTC."""
        return datetime.combine(self.due_on, time.min, UTC) + timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == ActionState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.is_open and self.due_at <= clock.now()
