"""Escalation policies: whom to page, in which order, and when a step counts."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models.rotas import Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Sets of policies."""

    def visible_to(self, actor: Actor) -> Self:
        """As with schedules."""
        return self if actor.may(P.SEE) else self.none()

    def whole(self) -> Self:
        """With the steps and their targets, in a constant number of queries."""
        targets = ("person", "team", "schedule")
        return self.prefetch_related("steps__hours", *(f"steps__targets__{kind}" for kind in targets))


class Policy(models.Model):
    """Whom to page for a fault, step by step, until somebody answers."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    repeat = models.PositiveSmallIntegerField(_("repeat"), default=1, validators=[MaxValueValidator(9)])
    is_default = models.BooleanField(_("for services without a policy of their own"), default=False)

    objects = models.Manager.from_queryset(PolicyQuerySet)()

    class Meta:
        """One default at most."""

        ordering = ["name"]
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="oncall_one_default")
        ]

    def __str__(self) -> str:
        return self.name

    def plan(self) -> paging.Plan:
        """The policy as the pure value that an escalation copies; reads what was prefetched."""
        return paging.Plan(self.pk, self.name, tuple(step.spec() for step in self.steps.all()), self.repeat)


class PolicyStep(models.Model):
    """One step: these are paged, and so long they have to answer."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    wait_minutes = models.FloatField(
        _("minutes to answer"), default=5, validators=[MinValueValidator(0.25), MaxValueValidator(1440)]
    )
    severity = models.PositiveSmallIntegerField(
        _("only from this severity up"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    hours = models.ForeignKey(
        BusinessHours,
        verbose_name=_("hours"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outside = models.BooleanField(_("outside these hours"), default=False)

    class Meta:
        """In the order in which they are taken."""

        ordering = ["policy_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "position"], name="oncall_step_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(wait_minutes__gte=0.25), name="oncall_step_waits"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)), name="oncall_step_severity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}/{self.position}"

    @property
    def wait_seconds(self) -> float:
        """The time to answer, for pages."""
        return self.wait_minutes * 60

    def spec(self) -> paging.Step:
        """The step as a pure value."""
        return paging.Step(
            targets=tuple(target.spec() for target in self.targets.all()),
            wait_minutes=self.wait_minutes,
            severity=self.severity,
            hours=self.hours_id,
            outside=self.outside,
        )


class StepTarget(models.Model):
    """Whom a step pages: exactly one of a person, a team, or whoever is on duty in a schedule."""

    step = models.ForeignKey(PolicyStep, on_delete=models.CASCADE, related_name="targets")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they were named."""

        ordering = ["step_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True, schedule__isnull=True)
                | Q(person__isnull=True, team__isnull=False, schedule__isnull=True)
                | Q(person__isnull=True, team__isnull=True, schedule__isnull=False),
                name="oncall_target_is_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.who)

    @property
    def kind(self) -> str:
        """`person`, `team` or `schedule`."""
        return next(kind for kind in ("person", "team", "schedule") if getattr(self, f"{kind}_id"))

    @property
    def who(self) -> Person | Team | Schedule:
        """The person, team or schedule itself."""
        found: Person | Team | Schedule = getattr(self, self.kind)
        return found

    def spec(self) -> paging.Target:
        """The target as a pure value."""
        return paging.Target(self.kind, self.who.pk, str(self.who))


class ServicePolicy(models.Model):
    """Which policy answers for a service."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="+", primary_key=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="service_policies")

    class Meta:
        """In the order of the services."""

        ordering = ["service__tier", "service__name"]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.policy_id}"
