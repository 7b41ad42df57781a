"""Drift: what discovery found changed and no change announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.work.changes.models.changes import Change
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

SOFTWARE = "software"
"""The name by which a watch asks for installed software, which is no attribute."""
BETWEEN_INVENTORIES = 26 * 60
"""Minutes: a day lies between two inventories of most agents, and what they find happened at any time of it."""


class WatchQuerySet(models.QuerySet["Watch"]):
    """Sets of watches."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes."""
        return self if actor.may(P.SEE) else self.none()


class Watch(models.Model):
    """Which attributes of a class, and of the classes below it, nobody changes without a change.

    ``software`` narrows installed software down to such names. ``grace_minutes``: so long after a change ended its
    traces are still found, since agents report once a day.
    """

    cls = models.OneToOneField(ItemClass, verbose_name=_("class"), on_delete=models.CASCADE, related_name="+")
    attributes = ArrayField(models.CharField(max_length=60), verbose_name=_("attributes"), default=list)
    software = ArrayField(
        models.CharField(max_length=120), verbose_name=_("only such software"), default=list, blank=True,
        help_text=_("Patterns, separated by commas, such as linux-image-*. Empty: all of it."),
    )  # fmt: skip
    grace_minutes = models.PositiveIntegerField(
        _("minutes after a change"), default=BETWEEN_INVENTORIES, validators=[MaxValueValidator(60 * 24 * 30)]
    )
    is_active = models.BooleanField(_("in force"), default=True)

    objects = models.Manager.from_queryset(WatchQuerySet)()

    class Meta:
        """As the tree of classes is read."""

        ordering = ["cls__path"]

    def __str__(self) -> str:
        return f"{self.cls_id}: {', '.join(self.attributes)}"


class DriftLook(models.Model):
    """An item was found changed: soon, when all of the burst has been told, it is looked whether a change said so."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        """What is due is found at once."""

        indexes = [models.Index(fields=["due_at"], name="drift_look_due")]

    def __str__(self) -> str:
        return str(self.item_id)


class Settled(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("Open")
    JUSTIFIED = "justified", _("Justified")
    LINKED = "linked", _("Belongs to a change")
    RAISED = "raised", _("Raised as a change")


class DriftQuerySet(models.QuerySet["Drift"]):
    """Sets of findings."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see changes."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those that wait for somebody."""
        return self.filter(standing=Settled.OPEN)


class Drift(models.Model):
    """An item is other than it was, and no change was in force on it or on what it hangs on.

    ``differences`` lists attribute, before, after, source and when each was first seen; of software what came and went.
    What is found of the same item within the hour belongs to the same finding.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    differences: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    sources = ArrayField(models.CharField(max_length=60), default=list)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    standing = models.CharField(_("state"), max_length=10, choices=Settled.choices, default=Settled.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    change = models.ForeignKey(Change, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)

    objects = models.Manager.from_queryset(DriftQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        verbose_name_plural = "drift"
        constraints = [models.CheckConstraint(condition=Q(standing__in=Settled.values), name="drift_standing_is_known")]
        indexes = [
            models.Index(fields=["standing", "-id"], name="drift_by_standing"),
            models.Index(fields=["item", "-last_seen_at"], name="drift_of_item"),
            models.Index(fields=["change"], name="drift_of_change", condition=Q(change__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"drift of {self.item_id}"
