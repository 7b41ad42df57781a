"""Jobs that look by themselves, the networks that they may enter, and their runs."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Source
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.people.models import known_zone
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField


class OpenNetworkQuerySet(models.QuerySet["OpenNetwork"]):
    """Sets of networks."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()


class OpenNetwork(models.Model):
    """A network that discovery may enter. What lies in none of them is never contacted."""

    network = models.CharField(_("network"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(OpenNetworkQuerySet)()

    class Meta:
        """In order of their text."""

        ordering = ["network"]

    def __str__(self) -> str:
        return self.network


class JobQuerySet(models.QuerySet["Job"]):
    """Sets of jobs."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()

    def due(self, now: datetime) -> Self:
        """Those whose time has come."""
        return self.filter(next_run_at__lte=now).order_by("next_run_at")


class Job(models.Model):
    """Something that is looked at by itself: what kind of look, where, with which secrets, and when.

    ``settings`` holds what a page may show, ``secrets`` the rest as encrypted JSON. ``rests_in`` are hours in which it
    does not look; ``rate`` is how many packets or questions a second it sends at most.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, editable=False)
    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="+", editable=False)
    targets = ArrayField(models.CharField(max_length=253), verbose_name=_("targets"), default=list, blank=True)
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    secrets = SecretField(default="{}", blank=True)
    every_hours = models.PositiveSmallIntegerField(
        _("every so many hours"), default=24, validators=[MaxValueValidator(720)]
    )
    starts_at = models.TimeField(_("beginning at"), default=time(2))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    rests_in = models.ForeignKey(
        BusinessHours, verbose_name=_("not during"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rate = models.PositiveIntegerField(
        _("at most a second"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes at most"), default=240, validators=[MinValueValidator(1), MaxValueValidator(2880)]
    )
    is_active = models.BooleanField(_("in use"), default=True, editable=False)
    next_run_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(JobQuerySet)()

    class Meta:
        """From A to Z. What is due has a partial index."""

        ordering = ["name"]
        indexes = [
            models.Index(fields=["next_run_at"], condition=Q(next_run_at__isnull=False), name="discovery_job_due")
        ]

    def __str__(self) -> str:
        return self.name


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Looking")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


ALIVE = (RunState.QUEUED, RunState.RUNNING)


class RunQuerySet(models.QuerySet["Run"]):
    """Sets of runs."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()

    def alive(self) -> Self:
        """Those that wait or look."""
        return self.filter(state__in=ALIVE)


class Run(models.Model):
    """One look of a job: how far it is, what came of it, and what went wrong, in words.

    Whoever carries it out holds a lease; when that is over, the process has died and the run has failed. ``doing`` says
    what it is at, ``done`` how far, in percent. ``log`` holds ``[seconds since it began, words]``.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="runs", db_index=False)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    asked_by = models.CharField(max_length=64)
    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    must_end_at = models.DateTimeField(null=True)
    is_unwanted = models.BooleanField(default=False)
    doing = models.CharField(max_length=200, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    log: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    objects = models.Manager.from_queryset(RunQuerySet)()

    class Meta:
        """The newest first; of a job one at a time is alive."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["job"], condition=Q(state__in=ALIVE), name="discovery_run_alive_once")
        ]
        indexes = [
            models.Index(fields=["job", "-id"], name="discovery_run_of_job"),
            models.Index(fields=["id"], condition=Q(state=RunState.QUEUED), name="discovery_run_queued"),
            models.Index(fields=["lease_until"], condition=Q(state=RunState.RUNNING), name="discovery_run_leased"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in ALIVE
