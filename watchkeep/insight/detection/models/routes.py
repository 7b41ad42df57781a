"""Routes: which alert goes to which service."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models import Policy
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models.integrations import Integration
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel.actors import Actor


class RouteQuerySet(models.QuerySet["Route"]):
    """Sets of routes."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see integrations may see how their alerts travel."""
        return self if actor.may(P.SEE_INTEGRATIONS) else self.none()

    def in_force(self) -> Self:
        """Those that are switched on, in the order in which they are asked."""
        return self.filter(is_active=True).order_by("position", "id")


class Route(models.Model):
    """The first route whose integration and matchers fit decides where an alert goes.

    ``spans_services``: alerts of several services that share the grouping labels join one incident, which then affects
    each of those services. ``matchers`` are kept as Alertmanager writes them, one a line:
    ``severity=~"critical|error"``.
    """

    position = models.PositiveIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=80, unique=True)
    integration = models.ForeignKey(
        Integration, verbose_name=_("integration"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    matchers = models.TextField(_("labels that must fit"), blank=True)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    policy = models.ForeignKey(
        Policy,
        verbose_name=_("escalation policy, instead of the service's"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    group_by = ArrayField(
        models.CharField(max_length=255), verbose_name=_("one incident for each"), default=list, blank=True
    )
    spans_services = models.BooleanField(_("one incident across services"), default=False)
    opens_incident = models.BooleanField(_("opens incidents"), default=True)
    is_active = models.BooleanField(_("in force"), default=True)

    objects = models.Manager.from_queryset(RouteQuerySet)()

    class Meta:
        """In the order in which they are asked."""

        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)), name="route_severity_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
