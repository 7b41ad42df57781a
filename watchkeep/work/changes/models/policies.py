"""Policies: which changes need whose agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.work.approvals.life import read_stages
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor
    from watchkeep.work.approvals.life import Stage


class ApprovalPolicyQuerySet(models.QuerySet["ApprovalPolicy"]):
    """Sets of policies."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever plans or sees changes may know who is asked."""
        return self if actor.may(P.SEE) or actor.may(P.PLAN) else self.none()

    def in_order(self) -> Self:
        """Those in force, in the order in which they are asked."""
        return self.filter(is_active=True).order_by("position", "id").prefetch_related("services")


class ApprovalPolicy(models.Model):
    """Which changes it is about, and who must agree to them, stage by stage. Empty lists are about every change.

    Policies are asked in their order. The first that fits decides, unless ``goes_on`` says that those after it count as
    well. Without stages nobody is asked. ``regularise_hours`` is how long an emergency may stay without approval.
    """

    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120, unique=True)
    note = models.CharField(_("why it is so"), max_length=500, blank=True)
    kinds = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("kinds"))
    bands = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("risks"))
    tiers = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("tiers"))
    services = models.ManyToManyField(Service, verbose_name=_("services"), blank=True, related_name="+")
    cost_from = models.DecimalField(
        _("from this cost on (euro)"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    cost_below = models.DecimalField(
        _("below this cost (euro)"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    stages = models.JSONField(_("stages"), default=list, blank=True)
    goes_on = models.BooleanField(_("those after it count as well"), default=False)
    regularise_hours = models.PositiveSmallIntegerField(
        _("an emergency is approved within so many hours"), default=72,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
    )  # fmt: skip
    is_active = models.BooleanField(_("in force"), default=True)

    objects = models.Manager.from_queryset(ApprovalPolicyQuerySet)()

    class Meta:
        """In the order in which they are asked."""

        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_from=None) | Q(cost_below=None) | Q(cost_below__gt=F("cost_from")),
                name="policy_cost_is_a_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def plan(self) -> tuple[Stage, ...]:
        """Its stages."""
        return read_stages(self.stages)
