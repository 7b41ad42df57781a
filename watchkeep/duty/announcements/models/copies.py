"""Where a page is copied to, so that it stays up when we do not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.announcements.models.pages import StatusPage
from watchkeep.kernel import clock
from watchkeep.kernel.secrets import SecretField

LATE_AFTER = timedelta(minutes=2)
"""How long a change may wait for its copy before the copy is called late."""


class CopyQuerySet(models.QuerySet["Copy"]):
    """Sets of copies."""

    def due(self, now: datetime) -> Self:
        """Those that should be written now."""
        return self.filter(due_at__lte=now)


class Copy(models.Model):
    """One copy of one page: in the folder of this installation, or in a bucket that speaks S3.

    ``wanted_at`` is the oldest change that the copy does not show; ``due_at`` is when to write it, or to try again.
    ``revision`` counts the changes, so that one which comes while a copy is written is not lost. ``keys`` are the files
    that may lie in the bucket; one that ``is_leaving`` goes as soon as they are gone.
    """

    class Kind(models.TextChoices):
        """Where it goes."""

        FOLDER = "folder", _("Folder")
        S3 = "s3", _("S3 bucket")

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    endpoint = models.URLField(_("endpoint"), blank=True)
    region = models.CharField(_("region"), max_length=40, blank=True)
    bucket = models.CharField(_("bucket"), max_length=120, blank=True)
    prefix = models.CharField(_("folder in the bucket"), max_length=200, blank=True)
    access_key = SecretField(_("access key"), blank=True, default="")
    secret_key = SecretField(_("secret key"), blank=True, default="")
    keys = ArrayField(models.CharField(max_length=500), default=list, blank=True, editable=False)
    is_leaving = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=0)
    wanted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    copied_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(CopyQuerySet)()

    class Meta:
        """What is due has a partial index; a page has one folder."""

        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(kind="folder"), name="copy_folder_once"),
            models.UniqueConstraint(fields=["page", "endpoint", "bucket", "prefix"], name="copy_place_once"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="copy_due")]

    def __str__(self) -> str:
        return f"{self.bucket}/{self.prefix}" if self.kind == self.Kind.S3 else str(self.Kind.FOLDER.label)

    @property
    def is_late(self) -> bool:
        """Whether it has not shown a change for too long."""
        return self.wanted_at is not None and clock.now() - self.wanted_at > LATE_AFTER
