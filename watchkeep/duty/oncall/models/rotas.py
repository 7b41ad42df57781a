"""Rotas: who takes turns, from when on, and who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import rotation
from watchkeep.estate.calendars.models import Address
from watchkeep.estate.people.models import Person, Team, known_zone
from watchkeep.kernel.actors import Actor


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Sets of schedules."""

    def visible_to(self, actor: Actor) -> Self:
        """Who is on call is no secret among staff, and nobody else's business."""
        return self if actor.may(P.SEE) else self.none()


class Schedule(models.Model):
    """One duty that somebody has at any time: layers of people who take turns."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = models.Manager.from_queryset(ScheduleQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the clock on this schedule's wall."""
        return ZoneInfo(self.time_zone)

    def rota(self) -> rotation.Rota:
        """The schedule as the pure value that says who is on duty; reads what was prefetched."""
        return rotation.Rota(
            self.zone,
            tuple(layer.spec() for layer in self.layers.all()),
            tuple(override.spec() for override in self.overrides.all()),
        )


def sound_windows(value: Any) -> None:
    """Refuse restrictions that are not days of the week with a time to begin and to end."""
    try:
        windows_of(value)
    except (TypeError, ValueError, KeyError) as error:
        raise ValidationError(_("A restriction needs days (0 to 6) and two times.")) from error


def windows_of(value: Any) -> tuple[rotation.Window, ...]:
    """The windows that a layer's JSON describes; ValueError, TypeError or KeyError when it does not."""
    return tuple(
        rotation.Window(
            frozenset(range(7)[int(day)] for day in window["days"]),
            time.fromisoformat(window["starts"]),
            time.fromisoformat(window["ends"]),
        )
        for window in value
    )


class Layer(models.Model):
    """People who take turns in one order. Where two layers are open at once, the higher position wins."""

    class Unit(models.TextChoices):
        """In what the length of a shift is counted."""

        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="layers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    every = models.PositiveSmallIntegerField(
        _("shift length"), default=1, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, default=Unit.WEEKS)
    starts_on = models.DateField(_("first hand-over on"))
    handover = models.TimeField(_("hand-over time"), default=time(9))
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[known_zone])
    windows = models.JSONField(_("only at these times"), default=list, blank=True, validators=[sound_windows])
    people = models.ManyToManyField(Person, through="Turn", related_name="+")

    class Meta:
        """From the lowest to the highest."""

        ordering = ["schedule_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "position"],
                name="oncall_layer_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="oncall_shift_takes_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> rotation.Rhythm:
        """When it hands over."""
        return rotation.Rhythm(self.starts_on, self.handover, self.every, self.unit)

    @property
    def length(self) -> timedelta:
        """How long a shift lasts on the wall clock."""
        return timedelta(**{self.unit: self.every})

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the clock by which it goes: its own, or that of its schedule."""
        return ZoneInfo(self.time_zone) if self.time_zone else self.schedule.zone

    def spec(self) -> rotation.Layer:
        """The layer as a pure value; reads who takes turns."""
        return self.taken_by(turn.person_id for turn in self.turns.all())

    def taken_by(self, people: Iterable[int]) -> rotation.Layer:
        """The layer as a pure value, of people who were read with it."""
        return rotation.Layer(
            people=tuple(people),
            first=datetime.combine(self.starts_on, self.handover),
            length=self.length,
            windows=windows_of(self.windows),
            zone=ZoneInfo(self.time_zone) if self.time_zone else None,
        )


class Turn(models.Model):
    """One place in a layer's order. A person may have several."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """In the order in which people take over."""

        ordering = ["layer_id", "position"]
        constraints = [models.UniqueConstraint(fields=["layer", "position"], name="oncall_turn_place")]

    def __str__(self) -> str:
        return f"{self.position}: {self.person_id}"


class OverrideQuerySet(models.QuerySet["Override"]):
    """Sets of overrides."""

    def touching(self, start: datetime, end: datetime) -> Self:
        """Those that hold at some moment of an interval."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Override(models.Model):
    """One person stands in for whoever would be on duty."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="overrides", db_index=False)
    person = models.ForeignKey(Person, verbose_name=_("who stands in"), on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = models.Manager.from_queryset(OverrideQuerySet)()

    class Meta:
        """From the oldest to the newest: the newest wins."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="oncall_override_takes_time")
        ]
        indexes = [models.Index(fields=["schedule", "ends_at"], name="oncall_override_ahead")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts_at:%Y-%m-%d %H:%M}"

    def spec(self) -> rotation.Override:
        """The override as a pure value."""
        return rotation.Override(self.person_id, self.starts_at, self.ends_at)


class Feed(Address):
    """A secret address under which a calendar program reads one schedule, or one person's shifts."""

    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.schedule or self.owner}"
