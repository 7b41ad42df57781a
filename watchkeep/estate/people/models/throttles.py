"""Throttles: how often something went wrong lately, counted in the database.

In the database, because the count must hold over several web processes and a restart.
"""

from __future__ import annotations

from django.db import models


class Throttle(models.Model):
    """Failures in a row for one key, such as an account or an address."""

    key = models.CharField(primary_key=True, max_length=100)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        """Old rows are swept by age."""

        indexes = [models.Index(fields=["failed_at"], name="throttle_age")]

    def __str__(self) -> str:
        return self.key
