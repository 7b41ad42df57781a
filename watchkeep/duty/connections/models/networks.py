"""Networks on the inside that requests from here may reach."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock


class AllowedNetwork(models.Model):
    """A private network that outgoing requests may reach, because an administrator says so."""

    network = models.CharField(_("network"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        """In order of their text."""

        ordering = ["network"]

    def __str__(self) -> str:
        return self.network
