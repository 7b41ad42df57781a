"""Times in which nothing may be changed, what they cover, and who let what through all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.changes.models.changes import Change, Kind, Span
from watchkeep.work.changes.models.templates import ChangeModel
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


def known_kinds(value: list[str]) -> None:
    """Refuse kinds of change that there are not."""
    if unknown := set(value) - set(Kind.values):
        raise ValidationError(_("There is no such kind: %(kind)s."), params={"kind": min(unknown)})


class FreezeQuerySet(models.QuerySet["Freeze"]):
    """Sets of freezes."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes sees when there may be none."""
        return self if actor.may(P.SEE) else self.none()

    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at__isnull=True)

    def during(self, start: datetime, end: datetime) -> Self:
        """Those of which some part lies between these two moments; found by the index of ranges."""
        return self.standing().alias(span=Span("starts_at", "ends_at")).filter(span__overlap=(start, end))

    def ahead(self, at: datetime) -> Self:
        """Those in force or still to come."""
        return self.standing().filter(ends_at__gt=at)


class Freeze(models.Model):
    """A time in which nothing may be changed: nowhere, on some services, by some teams or for a customer.

    ``kinds`` and ``templates`` (models) may be changed all the same; single changes are let through one by one.
    """

    name = models.CharField(_("name"), max_length=120)
    reason = models.CharField(_("reason"), max_length=500)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_everywhere = models.BooleanField(_("everything"), default=False)
    services = models.ManyToManyField(Service, verbose_name=_("services"), related_name="+", blank=True)
    teams = models.ManyToManyField(Team, verbose_name=_("teams"), related_name="+", blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    kinds = ArrayField(
        models.CharField(max_length=10), verbose_name=_("kinds that may"), default=list, blank=True,
        validators=[known_kinds],
    )  # fmt: skip
    templates = models.ManyToManyField(ChangeModel, verbose_name=_("models that may"), related_name="+", blank=True)
    lifted_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(FreezeQuerySet)()

    class Meta:
        """The next one first."""

        ordering = ["starts_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="freeze_ends_after_start")]
        indexes = [
            GistIndex(Span("starts_at", "ends_at"), name="freeze_span", condition=Q(lifted_at__isnull=True)),
            models.Index(fields=["ends_at"], name="freeze_ahead"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        """Whether it holds now."""
        return self.lifted_at is None and self.starts_at <= clock.now() < self.ends_at

    @property
    def covers(self) -> list[str]:
        """What it stops, by name: services, teams, and the organisation that asked for it."""
        named = [*self.services.all(), *self.teams.all(), *([self.organisation] if self.organisation else [])]
        return [str(one) for one in named]

    @property
    def passes(self) -> list[str]:
        """What goes ahead all the same: kinds, and models."""
        return [*(str(Kind(one).label) for one in self.kinds), *(str(one) for one in self.templates.all())]


class FreezeCatch(models.Model):
    """One planned change that a freeze stops: its people hear so once, and once more when it is stopped no more."""

    freeze = models.ForeignKey(Freeze, on_delete=models.CASCADE, related_name="catches", db_index=False)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """Each pair once."""

        constraints = [models.UniqueConstraint(fields=["freeze", "change"], name="freeze_catch_once")]

    def __str__(self) -> str:
        return f"{self.change_id} stopped by {self.freeze_id}"


class FreezeException(models.Model):
    """One change that somebody let through a freeze, and why."""

    freeze = models.ForeignKey(Freeze, on_delete=models.CASCADE, related_name="exceptions", db_index=False)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="+")
    allowed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """Each pair once."""

        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["freeze", "change"], name="freeze_exception_once")]

    def __str__(self) -> str:
        return f"{self.change_id} in spite of {self.freeze_id}"
