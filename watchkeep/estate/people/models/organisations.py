"""Organisations: our own, and those of our customers."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.permissions import P
from watchkeep.kernel.actors import Actor


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Sets of organisations."""

    def visible_to(self, actor: Actor) -> Self:
        """Everybody sees the own organisation and the one they belong to; staff see all."""
        if actor.may(P.SEE):
            return self
        return self.filter(pk=actor.organisation)


class Organisation(models.Model):
    """A company or body that people belong to."""

    class Kind(models.TextChoices):
        """Whose organisation it is."""

        OWN = "own", _("our own")
        CUSTOMER = "customer", _("a customer's")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OWN)
    domains = ArrayField(models.CharField(max_length=253), verbose_name=_("mail domains"), default=list, blank=True)
    shares_tickets = models.BooleanField(_("its people see each other's requests"), default=False, db_default=False)

    objects = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["own", "customer"]), name="organisation_kind_is_known")
        ]

    def __str__(self) -> str:
        return self.name
