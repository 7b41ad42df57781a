"""Second factors: an authenticator app, passkeys, and recovery codes for the day both are lost."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.persons import Person
from watchkeep.kernel import clock
from watchkeep.kernel.secrets import SecretField


class TotpDevice(models.Model):
    """An authenticator app. It counts once a first code has proved it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="totp")
    secret = SecretField()
    confirmed_at = models.DateTimeField(null=True, editable=False)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"authenticator app of {self.person}"


class Passkey(models.Model):
    """A passkey or security key (WebAuthn credential)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=80)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """In the order in which they were added."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that works once. Only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """A code is looked up by its owner."""

        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.person}"
