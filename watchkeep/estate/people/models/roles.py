"""Roles: named bundles of permissions. Roles are data, permissions are code."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """What a kind of person may do.

    `permissions` holds permission names and patterns (`incident.*`, `*.see`, `*`), so that a
    permission added by a later version reaches the roles that mean it.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    permissions = ArrayField(models.CharField(max_length=80), verbose_name=_("permissions"), default=list, blank=True)
    is_builtin = models.BooleanField(_("built in"), default=False, editable=False)
    needs_second_factor = models.BooleanField(_("needs a second factor"), default=False)

    class Meta:
        """Built-in roles come in the order in which they were made."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
