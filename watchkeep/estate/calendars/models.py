"""Business hours: a week, a zone, the days on which nobody is there; and addresses that calendar programs read."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.calendars import rules
from watchkeep.estate.people.models import Person, known_zone
from watchkeep.kernel import secrets


def working_week() -> dict[str, list[list[str]]]:
    """Return Monday to Friday, nine to five: where a new calendar begins."""
    return {day: [["09:00", "17:00"]] for day in rules.DAYS[:5]}


def sound_week(value: Any) -> None:
    """Refuse a week that is not made of days with opening and closing times in order."""
    try:
        rules.week_of(value)
    except rules.BadWeek as error:
        raise ValidationError(str(error)) from error


class BusinessHours(models.Model):
    """The hours in which somebody is there to work."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    week = models.JSONField(_("week"), default=working_week, validators=[sound_week])
    holidays_country = models.CharField(_("public holidays of"), max_length=2, blank=True)
    holidays_subdivision = models.CharField(_("region"), max_length=10, blank=True)
    closed_on = ArrayField(models.DateField(), verbose_name=_("also closed on"), default=list, blank=True)

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]
        verbose_name = verbose_name_plural = _("business hours")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse holidays that nobody keeps a list of."""
        if self.holidays_country and not rules.knows_holidays(self.holidays_country):
            raise ValidationError({"holidays_country": _("The holidays of that country are not known.")})
        if self.holidays_subdivision and not rules.knows_holidays(self.holidays_country, self.holidays_subdivision):
            raise ValidationError({"holidays_subdivision": _("That country has no such region.")})

    def spec(self) -> rules.Hours:
        """Return these hours as the pure value with which business time is reckoned."""
        return rules.Hours(
            time_zone=self.time_zone,
            week=rules.week_of(self.week),
            country=self.holidays_country,
            subdivision=self.holidays_subdivision,
            closed_on=frozenset(self.closed_on),
        )


class AddressQuerySet(models.QuerySet[Any]):
    """Sets of addresses."""

    def living(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(revoked_at__isnull=True)

    def opened_by(self, key: str) -> Self:
        """The one that a key opens, if it is open and its owner is still here."""
        return self.living().filter(digest=secrets.digest(key), owner__is_active=True)


class Address(models.Model):
    """A secret address of somebody from which a calendar program reads; a row of its own kind says what it shows."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AddressQuerySet)()

    class Meta:
        """The newest first."""

        abstract = True
        ordering = ["-pk"]
