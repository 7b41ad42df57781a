"""Saved views: a set of filters that people come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Sets of saved views."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that are shared."""
        return self.filter(Q(is_shared=True) | Q(owner=actor.person)) if actor.person else self.filter(is_shared=True)


class SavedView(models.Model):
    """A named question to the queue. ``filters`` holds what the address of the queue says."""

    owner = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    filters = models.JSONField(default=dict)
    is_shared = models.BooleanField(_("shared"), default=False)
    position = models.PositiveSmallIntegerField(default=100)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(SavedViewQuerySet)()

    class Meta:
        """Shared ones first, in their order."""

        ordering = ["-is_shared", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name
