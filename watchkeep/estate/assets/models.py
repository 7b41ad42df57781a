"""Configuration items: the machines and programs that services run on."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.permissions import P
from watchkeep.estate.people.models import Team
from watchkeep.kernel.actors import Actor


class ItemQuerySet(models.QuerySet["Item"]):
    """Sets of configuration items."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see every item; nobody else sees any."""
        return self if actor.may(P.SEE) else self.none()


class Item(models.Model):
    """One thing that is looked after: a host, a database, a switch."""

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        HOST = "host", _("host")
        DATABASE = "database", _("database")
        NETWORK = "network", _("network device")
        APPLICATION = "application", _("application")
        STORAGE = "storage", _("storage")
        CLOUD = "cloud", _("cloud resource")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.HOST)
    external_id = models.CharField(_("identifier elsewhere"), max_length=200, blank=True)
    owner_team = models.ForeignKey(
        Team, verbose_name=_("owner team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = models.Manager.from_queryset(ItemQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="item_external_id_once")
        ]

    def __str__(self) -> str:
        return self.name
