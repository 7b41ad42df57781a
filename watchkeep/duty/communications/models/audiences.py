"""Audiences as data, and the two ties that some are made of: who uses a service, and who follows it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.communications.permissions import P
from watchkeep.estate.people.models import Email, Organisation, Person, Team, known_zone
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

MOST_ADDRESSES = 500
_MINUTES = [MinValueValidator(1), MaxValueValidator(10080)]


class Kind(models.TextChoices):
    """Who belongs to an audience."""

    TEAM = "team", _("A team: the one named, or those that own what failed")
    MANAGERS = "managers", _("Managers of the owning team and of who reported it")
    STAFF = "staff", _("All staff")
    SUBSCRIBERS = "subscribers", _("Staff who follow the service")
    CUSTOMERS = "customers", _("Customers who use the service")
    LIST = "list", _("A list of addresses")


def english() -> list[str]:
    """English alone, until somebody says otherwise."""
    return ["en"]


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Sets of audiences."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see communication sees all of it."""
        return self if actor.may(P.SEE) else self.none()

    def told_of(self, severity: int | None) -> Self:
        """Those that are told of an incident of this severity without anybody asking for it."""
        if severity is None:
            return self.none()
        return self.filter(is_active=True, from_severity__gte=severity)


class Audience(models.Model):
    """People who are told together, in the same words. ``from_severity`` 0: only when somebody writes to them.

    ``first_minutes``: how soon they hear the first word, and that it is over; ``every_minutes``: how often in between.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("who belongs to it"), max_length=12, choices=Kind.choices)
    is_outside = models.BooleanField(_("outside the house"), default=False)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addresses = ArrayField(Email(), verbose_name=_("addresses"), default=list, blank=True, size=MOST_ADDRESSES)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"), default=english)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    from_severity = models.PositiveSmallIntegerField(_("told from"), default=2, validators=[MaxValueValidator(4)])
    first_minutes = models.PositiveIntegerField(
        _("first word within (minutes)"), null=True, blank=True, validators=_MINUTES
    )
    every_minutes = models.PositiveIntegerField(_("then every (minutes)"), null=True, blank=True, validators=_MINUTES)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = models.Manager.from_queryset(AudienceQuerySet)()

    class Meta:
        """The house first, then the world. Customers are always outside, staff never."""

        ordering = ["is_outside", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="audience_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="customers", is_outside=True)
                | Q(kind="list")
                | ~Q(kind__in=["customers", "list"]) & Q(is_outside=False),
                name="audience_side_fits_kind",
            ),
            models.CheckConstraint(condition=Q(from_severity__range=(0, 4)), name="audience_severity_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """One customer uses one service, and is told when it fails."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Each pair once."""

        constraints = [models.UniqueConstraint(fields=["service", "organisation"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} uses {self.service_id}"


class Subscription(models.Model):
    """Somebody of the house follows one service."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """Each pair once."""

        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["service", "person"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.service_id}"
