"""Keys: the sessions of browsers and the tokens of programs."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.persons import Person
from watchkeep.kernel import clock


class Session(AbstractBaseSession):
    """A browser that is signed in, so that its owner can see it and end it."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-seen_at"]


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Sets of tokens."""

    def live(self, at: datetime) -> Self:
        """Those that open the door at that moment."""
        fresh = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(fresh, revoked_at__isnull=True, person__is_active=True)


class ApiToken(models.Model):
    """A program's key. Only its digest is kept; the key itself is shown once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=80), verbose_name=_("scopes"), default=list)
    prefix = models.CharField(max_length=24, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(ApiTokenQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
