"""Connections: where we reach out to, and with which secrets."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.connections.permissions import P
from watchkeep.estate.people.models import Team
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import SecretField


class Kind(models.TextChoices):
    """What speaks on the other side."""

    HTTP = "http", _("HTTP service")
    SSH = "ssh", _("Machine, by SSH")
    SQL = "sql", _("PostgreSQL database, reading only")
    ANSIBLE = "ansible", _("Ansible project")
    LDAP = "ldap", _("Directory (LDAP)")
    S3 = "s3", _("Object storage (S3)")
    SMTP = "smtp", _("Mail server")


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Sets of connections."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see that there are connections; their secrets nobody sees."""
        return self if actor.may(P.SEE) else self.none()

    def usable(self) -> Self:
        """Those that are not paused."""
        return self.filter(is_active=True)


class Connection(models.Model):
    """One system on the outside. It is paused, never deleted: the log of runs refers to it.

    ``settings`` holds what a page may show, ``secrets`` the rest as encrypted JSON; ``hint`` is for lists.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    owner = models.ForeignKey(Team, verbose_name=_("owner team"), on_delete=models.PROTECT, related_name="+")
    settings = models.JSONField(default=dict)
    secrets = SecretField(default="{}")
    hint = models.CharField(max_length=200)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ConnectionQuerySet)()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
