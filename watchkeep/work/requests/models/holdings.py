"""What people hold, and files that wait for the request that they belong to."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files
from watchkeep.work.requests.models.catalogue import CatalogueItem
from watchkeep.work.requests.models.requests import Request
from watchkeep.work.requests.permissions import P

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor

KEPT_FOR = timedelta(days=1)
"""How long a file waits for its request."""


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Sets of holdings."""

    def visible_to(self, actor: Actor) -> Self:
        """All for who works with the catalogue; others see their own."""
        return self if actor.may(P.SEE_CATALOGUE) else self.filter(person=actor.person)

    def standing(self) -> Self:
        """Those that count: set aside for a request on its way, or had."""
        return self.filter(ended_at=None)

    def had(self) -> Self:
        """Those that somebody has."""
        return self.filter(ended_at=None, since__isnull=False)


class Holding(models.Model):
    """Somebody's entitlement on record: set aside when it is asked for, had once it is fulfilled, until given back."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="holdings")
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    reserved_at = models.DateTimeField(default=clock.now, editable=False)
    since = models.DateTimeField(_("since"), null=True, editable=False)
    ended_at = models.DateTimeField(_("given back"), null=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = models.Manager.from_queryset(HoldingQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(ended_at=None), name="holding_of_request_once")
        ]
        indexes = [
            models.Index(
                fields=["item", "person"], condition=Q(ended_at=None), include=["quantity"], name="holding_standing"
            ),
            models.Index(fields=["item", "-id"], name="holding_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item_id} of {self.person_id}"

    @property
    def is_had(self) -> bool:
        """Whether the person has it now."""
        return self.ended_at is None and self.since is not None


def _random_name(_upload: Upload, _name: str) -> str:
    return files.place("uploads")


def _new_key() -> str:
    return secrets.token_urlsafe(24)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Sets of files that wait."""

    def due_to_drop(self, at: datetime) -> Self:
        """Those whose request never came."""
        return self.filter(made_at__lte=at - KEPT_FOR)


class Upload(models.Model):
    """A file given while a form is filled in. Its key is the answer; with the request it becomes an attachment."""

    key = models.CharField(max_length=64, unique=True, default=_new_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=_random_name, db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        """The oldest first."""

        ordering = ["id"]
        indexes = [models.Index(fields=["made_at"], name="upload_by_age")]

    def __str__(self) -> str:
        return self.name
