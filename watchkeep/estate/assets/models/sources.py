"""Who says what of an item, and whose word counts."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models.classes import ItemClass
from watchkeep.estate.assets.models.items import Item

PEOPLE = "people"
"""The short name of the source that is people themselves, typing."""


class SourceKind(models.TextChoices):
    """How a source knows. A rule of authority may name a kind instead of a source."""

    PERSON = "person", _("people")
    AGENT = "agent", _("an agent on the machine")
    CLOUD = "cloud", _("a cloud's API")
    NETWORK = "network", _("the network")
    IMPORT = "import", _("an import")


class Source(models.Model):
    """Somebody or something that says what items are like."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=SourceKind.choices)

    class Meta:
        """From A to Z."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="item_source_kind_is_known")
        ]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """What one source says of one item, whole: ``values`` holds each attribute's value and since when it is said so.

    ``digest`` marks what was reported, so that the same again costs next to nothing. ``pins`` holds what people want
    to stand whatever others say: attribute, who pinned it, and when.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reports", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    pins: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField(default=100, validators=[MaxValueValidator(100)])
    digest = models.CharField(max_length=32, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        """One for each item and source."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "source"], name="report_once"),
            models.CheckConstraint(condition=Q(confidence__lte=100), name="report_confidence_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} of {self.item_id}"


class Authority(models.Model):
    """Whose word counts for an attribute: of a class or of all, of one attribute or of every one.

    ``order`` names sources or kinds of source, the most trusted first. What was last said longer than ``fresh_days``
    ago counts only when nobody has said anything since.
    """

    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class"), null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("Empty: every class."),
    )  # fmt: skip
    attribute = models.CharField(_("attribute"), max_length=60, blank=True, help_text=_("Empty: every attribute."))
    order = ArrayField(models.CharField(max_length=60), verbose_name=_("sources in order of trust"))
    fresh_days = models.PositiveSmallIntegerField(
        _("counts for so many days"), null=True, blank=True, help_text=_("Empty: for ever.")
    )

    class Meta:
        """One rule for each question."""

        ordering = ["cls_id", "attribute"]
        verbose_name_plural = "authorities"
        constraints = [
            models.UniqueConstraint(fields=["cls", "attribute"], name="authority_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return " > ".join(self.order)
