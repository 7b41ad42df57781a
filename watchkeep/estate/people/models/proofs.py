"""Proofs given just before something that a stolen session must not be able to do."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.persons import Person
from watchkeep.kernel import clock


class Way(models.TextChoices):
    """How somebody proved who they are."""

    SIGN_IN = "sign_in", _("signed in with a second factor a moment ago")
    APP = "app", _("code of an authenticator app")
    RECOVERY = "recovery", _("recovery code")
    PASSKEY = "passkey", _("passkey")
    SENT_CODE = "sent_code", _("code sent to a registered address")


class FreshProofQuerySet(models.QuerySet["FreshProof"]):
    """Sets of proofs."""

    def standing(self, now: datetime) -> Self:
        """Those that still count."""
        return self.filter(used_at=None, expires_at__gt=now)


class FreshProof(models.Model):
    """Somebody has proved who they are. It counts once, for minutes; whoever holds its key was there.

    Only the key's digest is kept.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    way = models.CharField(max_length=12, choices=Way.choices)
    digest = models.BinaryField(max_length=32, unique=True)
    proved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(FreshProofQuerySet)()

    def __str__(self) -> str:
        return f"{self.way} of {self.person_id}"


class SentCode(models.Model):
    """A code on its way to an address of somebody. It fits once, within minutes, and only where it was asked for.

    ``digest`` is of a key that the asking session holds, ``code`` of the digits together with it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32, unique=True)
    code = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code for {self.person_id}"
