"""Windows in which services and items may be down, and plans by which they come again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.people.models import known_zone
from watchkeep.estate.services.models.offering import Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

MOST_MINUTES = 31 * 24 * 60


class PlanQuerySet(models.QuerySet["MaintenancePlan"]):
    """Sets of maintenance plans."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sees services sees how they are looked after."""
        return self if actor.may(P.SEE) else self.none()

    def in_force(self) -> Self:
        """Those that go on."""
        return self.filter(ended_at__isnull=True)

    def due(self, at: datetime) -> Self:
        """Those whose next windows are to be laid out."""
        return self.filter(due_at__lte=at)


class MaintenancePlan(models.Model):
    """Maintenance that comes again and again, by a rule (RFC 5545) on the wall clock of its own zone.

    Its windows are laid out ahead of time; ``laid_out_until`` is how far.
    """

    reason = models.CharField(_("reason"), max_length=300)
    rule = models.CharField(_("rule"), max_length=500, help_text=_("RFC 5545, such as FREQ=WEEKLY;BYDAY=SU"))
    begins_at = models.DateTimeField(_("first time"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    minutes = models.PositiveIntegerField(
        _("length in minutes"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    also_at = ArrayField(models.DateTimeField(), verbose_name=_("also at"), default=list, blank=True)
    not_at = ArrayField(models.DateTimeField(), verbose_name=_("not at"), default=list, blank=True)
    services = models.ManyToManyField(Service, verbose_name=_("services"), related_name="+", blank=True)
    items = models.ManyToManyField(Item, verbose_name=_("items"), related_name="+", blank=True)
    pauses_sla = models.BooleanField(_("service levels rest"), default=False)
    breaks_through = models.BooleanField(_("a SEV1 pages all the same"), default=False)
    is_public = models.BooleanField(_("on the status page"), default=False)
    announce_days = models.PositiveSmallIntegerField(
        _("announced so many days before"), default=7, validators=[MaxValueValidator(60)]
    )
    laid_out_until = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(PlanQuerySet)()

    class Meta:
        """By what it is for; what is to be laid out has a partial index."""

        ordering = ["reason", "id"]
        indexes = [
            models.Index(fields=["due_at"], name="maintenance_plan_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reason

    def clean(self) -> None:
        """Refuse a rule that cannot be read, never comes or never ends."""
        if not self.begins_at or not self.minutes:
            return
        try:
            known_zone(self.time_zone)
        except ValidationError:
            return
        try:
            calendars.refuse_unsound(self.recurrence)
        except calendars.BadRule as error:
            raise ValidationError({"rule": str(error)}) from error

    @property
    def length(self) -> timedelta:
        """How long each time, in real time."""
        return timedelta(minutes=self.minutes)

    @property
    def recurrence(self) -> calendars.Recurrence:
        """When it takes place, as a pure value."""
        also, without = frozenset(self.also_at), frozenset(self.not_at)
        return calendars.Recurrence(self.rule, self.begins_at, self.time_zone, self.length, also, without)

    @property
    def in_words(self) -> str:
        """When it takes place, as people say it."""
        return calendars.in_words(self.recurrence)


class Span(Func):
    """From when to when, the end left out."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class MaintenanceQuerySet(models.QuerySet["MaintenanceWindow"]):
    """Sets of maintenance windows."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sees services sees when they are worked on."""
        return self if actor.may(P.SEE) else self.none()

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def open_at(self, at: datetime) -> Self:
        """Return those in force at that moment."""
        return self.during(at, at + timedelta(microseconds=1))

    def during(self, start: datetime, end: datetime) -> Self:
        """Those of which some part lies between these two moments; found by the index of ranges."""
        return self.standing().alias(span=Span("starts_at", "ends_at")).filter(span__overlap=(start, end))

    def ahead(self, at: datetime) -> Self:
        """Those in force or still to come."""
        return self.filter(ends_at__gt=at, cancelled_at__isnull=True)

    def first_of_plans(self) -> Self:
        """Of these, what comes by no plan, and of each plan the one that comes first."""
        return self.exclude(Exists(self.filter(plan=OuterRef("plan"), starts_at__lt=OuterRef("starts_at"))))

    def to_announce(self, at: datetime) -> Self:
        """Those that are laid out, and of which people are to hear now."""
        return self.filter(announce_at__lte=at)

    def due(self, at: datetime) -> Self:
        """Those that begin or end now."""
        return self.filter(next_step_at__lte=at)


class MaintenanceWindow(models.Model):
    """A planned time in which services and items may be down and nobody need be paged.

    ``occurs_at`` is when its plan has it, whenever it really is. ``announce_at``: nobody has heard of it yet.
    ``is_put_off``: it is called off for now and may come again, so that the public need not hear of it yet.
    """

    services = models.ManyToManyField(Service, verbose_name=_("services"), related_name="maintenance")
    items = models.ManyToManyField(Item, verbose_name=_("items"), related_name="+", blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    pauses_sla = models.BooleanField(_("service levels rest"), default=False)
    breaks_through = models.BooleanField(_("a SEV1 pages all the same"), default=False)
    is_public = models.BooleanField(_("on the status page"), default=False)
    plan = models.ForeignKey(
        MaintenancePlan, null=True, editable=False, on_delete=models.PROTECT, related_name="windows", db_index=False
    )
    occurs_at = models.DateTimeField(null=True, editable=False)
    is_moved = models.BooleanField(default=False, editable=False)
    announce_at = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    next_step_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    is_put_off = models.BooleanField(default=False, db_default=False, editable=False)

    objects = models.Manager.from_queryset(MaintenanceQuerySet)()

    class Meta:
        """The next one first; alerts and calendars ask by ranges, sweeps for what is due."""

        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="maintenance_ends_after_start"),
            models.UniqueConstraint(fields=["plan", "occurs_at"], name="maintenance_of_plan_once"),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="maintenance_ahead"),
            models.Index(fields=["plan", "starts_at"], name="maintenance_of_plan", condition=Q(plan__isnull=False)),
            models.Index(
                fields=["announce_at"], name="maintenance_to_announce", condition=Q(announce_at__isnull=False)
            ),
            models.Index(fields=["next_step_at"], name="maintenance_due", condition=Q(next_step_at__isnull=False)),
            GistIndex(Span("starts_at", "ends_at"), name="maintenance_span", condition=Q(cancelled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.reason

    def may_be_taken_up(self, at: datetime) -> bool:
        """Whether it is put off and its time is still to come."""
        return self.is_put_off and self.starts_at > at

    @property
    def is_announced(self) -> bool:
        """Whether people have heard of it."""
        return self.announce_at is None
