"""Models of changes: what the next one of its sort begins with, and how the last ones went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Team
from watchkeep.kernel import clock
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Standing(models.TextChoices):
    """How much a model is trusted."""

    TEMPLATE = "template", _("Template: each change is approved")
    STANDARD = "standard", _("Standard: approved beforehand")
    DEMOTED = "demoted", _("Was standard: too many went wrong")


class ChangeModelQuerySet(models.QuerySet["ChangeModel"]):
    """Sets of models."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever plans or sees changes sees what they can begin with."""
        return self if actor.may(P.SEE) or actor.may(P.PLAN) else self.none()

    def active(self) -> Self:
        """Those with which a change may begin."""
        return self.filter(is_active=True)


class ChangeModel(models.Model):
    """A sort of change. ``plan`` holds its steps: dicts of part, title, way, action.

    ``runs`` and ``good`` count the changes of this model that ended and those that went well. Once standard, a model
    falls when its rate over the last ``window_runs`` is under ``demote_under``; from ``promote_at`` good runs on it may
    be promoted.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    description = models.TextField(_("when it is used"), blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing.choices, default=Standing.TEMPLATE, editable=False
    )
    title = models.CharField(_("title of a change"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    test_plan = models.TextField(_("test plan"), blank=True)
    back_out_plan = models.TextField(_("back-out plan"), blank=True)
    communication = models.TextField(_("who is told, and what"), blank=True)
    plan = models.JSONField(default=list, blank=True)
    length_minutes = models.PositiveIntegerField(_("takes so many minutes"), default=60)
    outage_minutes = models.PositiveIntegerField(_("expected outage in minutes"), default=0)
    promote_at = models.PositiveSmallIntegerField(
        _("may become standard after so many good runs"), default=10, validators=[MinValueValidator(1)]
    )
    demote_under = models.PositiveSmallIntegerField(
        _("stays standard while so many per cent go well"), default=90, validators=[MaxValueValidator(100)]
    )
    window_runs = models.PositiveSmallIntegerField(
        _("of the last so many runs"), default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    runs = models.PositiveIntegerField(_("runs"), default=0, editable=False)
    good = models.PositiveIntegerField(_("good runs"), default=0, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(ChangeModelQuerySet)()

    class Meta:
        """By name."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="change_model_standing_is_known"),
            models.CheckConstraint(condition=Q(good__lte=F("runs")), name="change_model_good_are_runs"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_standard(self) -> bool:
        """Whether a change of this model needs nobody's approval."""
        return self.is_active and self.standing == Standing.STANDARD
