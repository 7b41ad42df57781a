"""When people are away, and whose public holidays are theirs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import rotation
from watchkeep.duty.oncall.rules.pageability import Stretch
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor

A_DAY = timedelta(days=1)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Sets of absences."""

    def visible_to(self, actor: Actor) -> Self:
        """That somebody is away is no secret among those who see rotas; one's own everybody sees."""
        return self if actor.may(P.SEE) else self.filter(person=actor.person, person__isnull=False)

    def touching(self, start: datetime, end: datetime) -> Self:
        """Those that may hold at some moment of an interval, whatever the zone of the person."""
        return self.filter(starts_on__lte=(end + A_DAY).date(), ends_on__gte=(start - A_DAY).date())


class Absence(models.Model):
    """A person is not there from the beginning of one day to the end of another, by the clock where they live."""

    class Kind(models.TextChoices):
        """Why; only they themselves and who plans can read it."""

        VACATION = "vacation", _("Vacation")
        SICK = "sick", _("Sick")
        OTHER = "other", _("Something else")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("why"), max_length=12, choices=Kind.choices, default=Kind.VACATION)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = models.Manager.from_queryset(AbsenceQuerySet)()

    class Meta:
        """The next one first."""

        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="oncall_absence_takes_time")
        ]
        indexes = [
            models.Index(fields=["ends_on", "starts_on"], name="oncall_absence_ahead"),
            models.Index(fields=["person", "ends_on"], name="oncall_absence_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts_on} to {self.ends_on}"

    def stretch(self) -> Stretch:
        """The absence as two instants: midnight to midnight in the person's zone."""
        zone = ZoneInfo(self.person.time_zone)
        return Stretch(_midnight(self.starts_on, zone), _midnight(self.ends_on + A_DAY, zone))


class Homeland(models.Model):
    """Whose public holidays a person keeps: a country (ISO 3166), and a region of it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+", primary_key=True)
    country = models.CharField(_("country"), max_length=2)
    subdivision = models.CharField(_("region"), max_length=10, blank=True)

    class Meta:
        """In the order of the people."""

        ordering = ["person_id"]

    def __str__(self) -> str:
        return f"{self.country} {self.subdivision}".strip()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return rotation.instant(datetime.combine(day, time()), zone)
