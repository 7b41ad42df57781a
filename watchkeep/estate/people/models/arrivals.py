"""What lies between another house and our door: proofs on their way, proofs that are spent, and runs of a directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.sources import Source
from watchkeep.kernel import clock


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a source has proved of somebody who wants to come in.

    ``is_verified``: it says that the address is theirs. ``groups`` is None when it said nothing of groups. ``signs``:
    how they proved it there (``amr``, ``acr``, an authentication context).
    """

    subject: str
    email: str = ""
    name: str = ""
    is_verified: bool = False
    groups: tuple[str, ...] | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a directory tells of somebody.

    ``place`` and ``manager`` are distinguished names; ``is_off`` is a closed account.
    """

    subject: str
    email: str
    name: str
    phone: str = ""
    user_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email_type: str = ""
    phone_type: str = ""
    place: str = ""
    manager: str = ""
    is_off: bool = False


class SpentProof(models.Model):
    """An assertion that has been used. It is remembered for as long as it would be valid."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """Once, and no more: the database says it, whichever process asks."""

        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="spent_proof_once")]

    def __str__(self) -> str:
        return f"proof of {self.source_id}"


class Arrival(models.Model):
    """What a source has proved of somebody whose browser is about to bring the ticket. Used once, within a minute.

    ``asked``: the request that it answers; empty when nobody asked.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    ticket = models.BinaryField(max_length=32, unique=True)
    asked = models.CharField(max_length=80, blank=True)
    known = models.JSONField()
    next = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"arrival from {self.source_id}"


class RunQuerySet(models.QuerySet["SyncRun"]):
    """Sets of runs."""

    def done(self) -> Self:
        """Those that came to an end."""
        return self.exclude(ended_at=None)


class SyncRun(models.Model):
    """One look at a directory: what was different, and what was done about it.

    ``differences`` holds the first of them, as [kind, whom, what]; ``counts`` says how many there were of each kind.
    """

    class Outcome(models.TextChoices):
        """What it came to."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        HELD = "held", _("held: too many would leave")
        FAILED = "failed", _("failed")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    is_trial = models.BooleanField(_("dry run"), default=False)
    is_full = models.BooleanField(_("read everything"), default=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.RUNNING)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)

    objects = models.Manager.from_queryset(RunQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["running", "done", "held", "failed"]), name="sync_outcome_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.source_id}"
